import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import type { HandledGap } from "#engine/knowledge/tuning/find-gaps.ts";

type Props = {
  readonly drafts: readonly HandledGap[];
  readonly dismissed: readonly HandledGap[];
  readonly mayWrite: boolean;
};

/** What the team has taken up or put aside. */
export function HandledGaps({ drafts, dismissed, mayWrite }: Props) {
  return (
    <>
      {drafts.length === 0 ? null : (
        <section className="gaps-more">
          <h2 className="side-h">
            <Trans>Articles being written</Trans>
          </h2>
          <ul>
            {drafts.map((gap) => (
              <li key={gap.id} className="row">
                <Link
                  className="tr"
                  to={
                    gap.sourceId === null
                      ? `/knowledge/unanswered/${gap.id}`
                      : `/knowledge/${gap.sourceId}`
                  }
                >
                  {gap.title}
                </Link>
                <span className="xs i3 end">
                  {gap.sourceId === null ? (
                    <Trans>draft by {gap.authorName}</Trans>
                  ) : (
                    <Trans>being read in</Trans>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {dismissed.length === 0 ? null : (
        <details className="gaps-more">
          <summary className="side-h">
            <Plural value={dismissed.length} one="# dismissed" other="# dismissed" />
          </summary>
          <ul>
            {dismissed.map((gap) => (
              <Dismissed key={gap.id} gap={gap} mayWrite={mayWrite} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Dismissed({ gap, mayWrite }: { readonly gap: HandledGap; readonly mayWrite: boolean }) {
  const { t } = useLingui();
  const fetcher = useFetcher();
  const [title] = gap.examples;
  return (
    <li className="row">
      <span className="tr">{title}</span>
      <span className="cnt">{gap.count}</span>
      {mayWrite ? (
        <fetcher.Form method="post" action="/knowledge/unanswered" className="end">
          <input type="hidden" name="gapId" value={gap.id} />
          <button
            type="submit"
            name="intent"
            value="reopen"
            className="btn sm ghost"
            aria-label={t`Put ${title} back on the list`}
            disabled={fetcher.state !== "idle"}
          >
            <Trans>Put back</Trans>
          </button>
        </fetcher.Form>
      ) : null}
    </li>
  );
}
