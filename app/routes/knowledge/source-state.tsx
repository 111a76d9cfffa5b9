import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { SourceProgress } from "#db/reads/knowledge.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { CheckIcon, ClockIcon, RefreshIcon, StopIcon, WarningIcon } from "#app/ui/icons.tsx";
import type { ListedSource } from "./read-list.ts";

type Shown = Pick<
  ListedSource,
  "state" | "failure" | "staleSince" | "progress" | "pages" | "before" | "chunkCount" | "attempts"
>;

/** Where a source stands: work as a bar, a failure as one sentence a person understands. */
export function SourceState({ source }: { readonly source: Shown }) {
  const { state, before } = source;
  switch (state) {
    case "live":
      return source.staleSince === null ? (
        <span className="st ok">
          <CheckIcon size={12} />
          <Trans>Live</Trans>
        </span>
      ) : (
        <span className="st warn">
          <WarningIcon size={12} />
          <Trans>
            Stale since <ClockTime at={source.staleSince} />
          </Trans>
        </span>
      );
    case "failed":
      return (
        <>
          <span className="st bad">
            <WarningIcon size={12} />
            {source.chunkCount > 0 ? <Trans>Partly read</Trans> : <Trans>Not readable</Trans>}
          </span>
          <div className="xs i2">{source.failure}</div>
        </>
      );
    case "cancelled":
      return (
        <span className="st">
          <StopIcon size={12} />
          <Trans>Cancelled</Trans>
        </span>
      );
    case "queued":
      return (
        <span className="st">
          <ClockIcon size={12} />
          {before === null || before === 0 ? (
            <Trans>Queued</Trans>
          ) : (
            <Plural value={before} one="Queued, # before it" other="Queued, # before it" />
          )}
        </span>
      );
    case "fetching":
    case "extracting":
    case "chunking":
    case "embedding":
      return (
        <>
          <span className="st acc">
            <RefreshIcon size={12} />
            {state === "fetching" ? (
              <Trans>Fetching the page</Trans>
            ) : state === "extracting" ? (
              <Trans>Reading the file</Trans>
            ) : state === "chunking" ? (
              <Trans>Cutting into passages</Trans>
            ) : (
              <Trans>Indexing</Trans>
            )}
          </span>
          {source.progress === null ? null : <Progress state={state} progress={source.progress} />}
        </>
      );
  }
}

/** How far it has come; nothing while that is not known. */
function Progress({
  state,
  progress: { done, total },
}: {
  readonly state: "fetching" | "extracting" | "chunking" | "embedding";
  readonly progress: SourceProgress;
}) {
  const { t, i18n } = useLingui();
  if (total === null || total === 0) return null;
  const share = Math.min(1, done / total);
  const [made, all] = [i18n.number(done), i18n.number(total)];
  return (
    <div className="source-progress">
      <span
        className="prog"
        role="progressbar"
        aria-label={t`Progress`}
        aria-valuenow={Math.round(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="xs i3 num">
        {state === "embedding" ? (
          <Trans>
            {made} of {all} passages
          </Trans>
        ) : state === "extracting" && total > 1 ? (
          <Trans>
            page {made} of {all}
          </Trans>
        ) : (
          `${Math.round(share * 100)} %`
        )}
      </span>
    </div>
  );
}
