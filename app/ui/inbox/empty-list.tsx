import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { View } from "../inbox-views.ts";

/** What an empty view means and where to go from it. */
export function EmptyList({
  view,
  status,
  tag,
}: {
  readonly view: View;
  readonly status: "open" | "resolved";
  readonly tag: string | null;
}) {
  return (
    <div className="list-empty">
      <p className="m">
        {tag !== null ? (
          <Trans>Nothing here carries the tag {tag}</Trans>
        ) : status === "resolved" ? (
          <Trans>Nothing resolved here yet</Trans>
        ) : view === "mine" ? (
          <Trans>Nothing is assigned to you</Trans>
        ) : view === "unassigned" ? (
          <Trans>Nobody is waiting for a person</Trans>
        ) : view === "ai" ? (
          <Trans>The AI holds no conversation</Trans>
        ) : (
          <Trans>No open conversations</Trans>
        )}
      </p>
      <p className="i3">
        {view === "all" && tag === null ? (
          <Trans>A visitor's first message appears here at once.</Trans>
        ) : (
          <Link to="?view=all">
            <Trans>Show all conversations</Trans>
          </Link>
        )}
      </p>
    </div>
  );
}
