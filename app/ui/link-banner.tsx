import { Plural, Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { stateOf } from "#app/sync/operator-item.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { OfflineIcon, RefreshIcon } from "./icons.tsx";

/** How long a break of the link may last before it is worth a word, in milliseconds. */
const patienceMs = 2_000;

/** Says that the link is down and what waits; says when the page is too old to go on. */
export function LinkBanner() {
  const link = useInbox((state) => state.link);
  const queued = useInbox(
    (state) => state.pending.filter((item) => stateOf(item) === "sending").length,
  );
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (link === "online") return undefined;
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [link]);
  if (link === "outdated" || link === "moved" || link === "refused") {
    return (
      <div className="banner inl warn" role="status">
        <RefreshIcon />
        <span className="grow">
          {link === "outdated" ? (
            <Trans>Xin was updated. Load the page again to go on; what you wrote is kept.</Trans>
          ) : link === "moved" ? (
            <Trans>
              You moved to another workspace in another tab. Load the page again to see it; what you
              wrote here is kept.
            </Trans>
          ) : (
            <Trans>The server does not accept this page. Load it again, or ask your admin.</Trans>
          )}
        </span>
        <button
          type="button"
          className="btn sm"
          // What this page shows may not exist in the other workspace.
          onClick={() => (link === "moved" ? location.assign("/") : location.reload())}
        >
          <Trans>Load again</Trans>
        </button>
      </div>
    );
  }
  if (!shown) return null;
  return (
    <div className="banner inl" role="status">
      <OfflineIcon />
      <span>
        {queued === 0 ? (
          <Trans>No connection. Trying again; you can go on writing.</Trans>
        ) : (
          <Plural
            value={queued}
            one="No connection. # message waits and will be sent once."
            other="No connection. # messages wait and will each be sent once."
          />
        )}
      </span>
    </div>
  );
}
