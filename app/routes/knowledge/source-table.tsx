import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import type { Source } from "#db/reads/knowledge.ts";

import { ClockTime } from "#app/ui/clock-time.tsx";
import { FileIcon, RefreshIcon } from "#app/ui/icons.tsx";
import { DeleteSource } from "./delete-source.tsx";
import { SourceState } from "./source-state.tsx";
import { FileSize } from "./file-size.tsx";

/** A source with the sentence that says why it failed. */
export type ListedSource = Source & { readonly failure: string | null };

const order = {
  queued: 0,
  fetching: 0,
  extracting: 0,
  chunking: 0,
  embedding: 0,
  failed: 1,
  cancelled: 2,
  live: 3,
} as const;

/** Sources: those being worked on first, then those that need a person, then the live ones. */
export function SourceTable({ sources }: { readonly sources: readonly ListedSource[] }) {
  const { t } = useLingui();
  const sorted = sources.toSorted((a, b) => order[a.state] - order[b.state]);
  return (
    <div className="tbl-wrap">
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">
              <Trans>Source</Trans>
            </th>
            <th scope="col">
              <Trans>State</Trans>
            </th>
            <th scope="col" className="n wide">
              <Trans>Passages</Trans>
            </th>
            <th scope="col" className="wide">
              <Trans>Language</Trans>
            </th>
            <th scope="col" className="wide">
              <Trans>Changed</Trans>
            </th>
            <th scope="col" aria-label={t`Actions`} />
          </tr>
        </thead>
        <tbody>
          {sorted.map((source) => (
            <SourceRow key={source.id} source={source} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceRow({ source }: { readonly source: ListedSource }) {
  const { t } = useLingui();
  const retry = useFetcher();
  return (
    <tr className={source.state === "failed" ? "is-failed" : undefined}>
      <td>
        <div className="source-name">
          <FileIcon />
          <div>
            <Link to={`/knowledge/${source.id}`} lang={source.lang ?? undefined}>
              {source.title}
            </Link>
            <div className="xs i3">
              {source.filename === null || source.filename === source.title ? null : (
                <>{source.filename}, </>
              )}
              <FileSize bytes={source.bytes} />
            </div>
          </div>
        </div>
      </td>
      <td>
        <SourceState source={source} failure={source.failure} />
      </td>
      <td className="n wide">{source.chunkCount}</td>
      <td className="wide">{source.lang === null ? "–" : source.lang.toUpperCase()}</td>
      <td className="wide i3">
        <ClockTime at={source.updatedAt} />
      </td>
      <td className="acts">
        {source.state === "failed" ? (
          <retry.Form method="post">
            <input type="hidden" name="sourceId" value={source.id} />
            <button
              type="submit"
              name="intent"
              value="retry"
              className="btn sm"
              disabled={retry.state !== "idle"}
            >
              <RefreshIcon size={12} />
              <Trans>Try again</Trans>
            </button>
          </retry.Form>
        ) : null}
        <DeleteSource source={source} label={t`Delete ${source.title}`} />
      </td>
    </tr>
  );
}
