import { Trans } from "@lingui/react/macro";
import type { Source } from "#db/reads/knowledge.ts";
import { CheckIcon, ClockIcon, RefreshIcon, WarningIcon } from "#app/ui/icons.tsx";

/** Where a source stands; a failure as one sentence a person understands. */
export function SourceState({
  source,
  failure,
}: {
  readonly source: Source;
  /** The sentence for a failed source; null for the others. */
  readonly failure: string | null;
}) {
  switch (source.state) {
    case "live":
      return (
        <span className="st ok">
          <CheckIcon size={12} />
          <Trans>Live</Trans>
        </span>
      );
    case "failed":
      return (
        <div>
          <span className="st bad">
            <WarningIcon size={12} />
            <Trans>Not readable</Trans>
          </span>
          <div className="xs i3">{failure}</div>
        </div>
      );
    case "queued":
      return (
        <span className="st">
          <ClockIcon size={12} />
          <Trans>Queued</Trans>
        </span>
      );
    case "cancelled":
      return (
        <span className="st">
          <Trans>Cancelled</Trans>
        </span>
      );
    case "fetching":
    case "extracting":
    case "chunking":
    case "embedding":
      return (
        <span className="st acc">
          <RefreshIcon size={12} />
          {source.state === "fetching" ? (
            <Trans>Fetching the page</Trans>
          ) : source.state === "extracting" ? (
            <Trans>Reading the file</Trans>
          ) : source.state === "chunking" ? (
            <Trans>Cutting into passages</Trans>
          ) : (
            <Trans>Indexing</Trans>
          )}
        </span>
      );
  }
}
