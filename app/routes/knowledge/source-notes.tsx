import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import type { readSourcePage } from "./read-source.ts";
import { useSourceAct } from "./use-source-act.ts";

/** What the page of a source shows. */
export type FoundSource = NonNullable<Awaited<ReturnType<typeof readSourcePage>>> & {
  readonly mayWrite: boolean;
};

/** What a reader has to know before the passages: a failure, an old edition, that it is due for review. */
export function SourceNotes({ found }: { readonly found: FoundSource }) {
  const { source, version, row } = found;
  return (
    <>
      {source.failure === null ? null : (
        <div className="inl bad">
          <WarningIcon />
          <div>
            <p>{source.failure}</p>
            {source.failureDetail === null ? null : (
              <p className="xs" lang="en">
                {source.failureDetail}
              </p>
            )}
          </div>
        </div>
      )}
      {row === null ? null : (
        <section className="card csv-row">
          <h2 className="b">
            <Trans>Row {row.number}</Trans>
          </h2>
          <pre className="mono" tabIndex={0}>
            <span className="i3">{row.before}</span>
            <mark>{row.row}</mark>
          </pre>
        </section>
      )}
      {version === source.version || version === null ? null : (
        <p className="inl warn">
          <WarningIcon />
          <span>
            <Trans>This is edition {version}. It no longer answers.</Trans>{" "}
            <Link to={`/knowledge/${source.id}`}>
              <Trans>Show the one that does</Trans>
            </Link>
          </span>
        </p>
      )}
      {source.staleSince === null || !found.mayWrite ? null : <Review sourceId={source.id} />}
    </>
  );
}

function Review({ sourceId }: { readonly sourceId: string }) {
  const act = useSourceAct(`source-${sourceId}`);
  return (
    <div className="inl warn">
      <WarningIcon />
      <p className="grow">
        <Trans>Nobody has looked at it for long. Is it still right?</Trans>
        {act.problem === null ? null : (
          <span className="c-bad-t" role="alert">
            {" "}
            <ErrorText error={act.problem} />
          </span>
        )}
      </p>
      <button
        type="button"
        className="btn sm"
        disabled={act.isBusy}
        onClick={() => act.run("review", sourceId)}
      >
        <CheckIcon size={12} />
        <Trans>It is right as it is</Trans>
      </button>
    </div>
  );
}
