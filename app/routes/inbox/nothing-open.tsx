import { Trans } from "@lingui/react/macro";
import { useOutletContext } from "react-router";
import type { ShellContext } from "#app/ui/shell-context.ts";
import { InboxIcon } from "#app/ui/icons.tsx";
import { KeyCap } from "#app/ui/key-cap.tsx";
import { useInbox } from "#app/sync/use-inbox.tsx";

/** The thread's place while none is open: what to do next. */
export default function NothingOpen() {
  const { workspace } = useOutletContext<ShellContext>();
  const empty = useInbox((state) => state.rows.size === 0 && state.link === "online");
  return (
    <main className="main nothing">
      <span className="nothing-mark">
        <InboxIcon size={24} />
      </span>
      {empty ? (
        <>
          <h2>
            <Trans>No conversations yet</Trans>
          </h2>
          <p>
            <Trans>Write to yourself as a visitor and watch it arrive here.</Trans>
          </p>
          <a
            className="btn pri lg"
            href={workspace.slug === "xin" ? "/ask" : "/demo"}
            target="_blank"
            rel="noreferrer"
          >
            <Trans>Say hello as a customer</Trans>
          </a>
        </>
      ) : (
        <>
          <h2>
            <Trans>Choose a conversation</Trans>
          </h2>
          <p className="nothing-keys">
            <span>
              <KeyCap keys="J" /> <KeyCap keys="K" /> <Trans>move</Trans>
            </span>
            <span>
              <KeyCap keys="Enter" /> <Trans>open</Trans>
            </span>
            <span>
              <KeyCap keys="?" /> <Trans>all keys</Trans>
            </span>
          </p>
        </>
      )}
    </main>
  );
}
