import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";

/** What stands where sources would: how to begin, or the way back to all of them. */
export function EmptyKnowledge({ isAll }: { readonly isAll: boolean }) {
  return (
    <section className="empty">
      {isAll ? (
        <>
          <h2>
            <Trans>The AI answers only from what is here</Trans>
          </h2>
          <p>
            <Trans>
              Drop your help articles above, one by one or a whole folder. Within seconds the AI
              cites them.
            </Trans>
          </p>
        </>
      ) : (
        <>
          <h2>
            <Trans>No source fits</Trans>
          </h2>
          <p>
            <Link to="/knowledge">
              <Trans>Show all sources</Trans>
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
