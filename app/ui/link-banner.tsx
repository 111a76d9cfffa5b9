import { Plural, Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { OfflineIcon, RefreshIcon } from "./icons.tsx";

/** How long a break of the link may last before it is worth a word, in milliseconds. */
const patienceMs = 2_000;

/** Says that the link is down and what waits; says when the page is too old to go on. */
export function LinkBanner() {
  const link = useInbox((state) => state.link);
  const outdated = useInbox((state) => state.outdated);
  const queued = useInbox(
    (state) => state.pending.filter(({ state: s }) => s === "sending").length,
  );
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (link === "online") return undefined;
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [link]);
  if (outdated) {
    return (
      <div className="banner inl warn" role="status">
        <RefreshIcon />
        <span className="grow">
          <Trans>Xin was updated. Load the page again to go on; what you wrote is kept.</Trans>
        </span>
        <button type="button" className="btn sm" onClick={() => location.reload()}>
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
