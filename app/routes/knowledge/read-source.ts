import type { Locale } from "#app/i18n/locale.ts";
import { isId } from "#app/server/is-id.ts";
import type { Tx } from "#db/client.ts";
import { readSource, readSourceContent } from "#db/reads/knowledge.ts";
import { findPassage, readPassages, readSourceVersions } from "#db/reads/source-pages.ts";
import { csvRowAt } from "./csv-row.ts";
import { failureReason } from "./failure-reason.ts";

/** Passages of a page. */
const passagesPerPage = 200;
/** Bytes of a file in which a row is looked for. */
const mostBytes = 20 * 1024 * 1024;

/**
 * Reads a source with a page of its passages: that of the passage the address names, of an older edition if
 * that one had it, else of the page and edition it names. Null when there is no such source.
 */
export const readSourcePage = async (
  tx: Tx,
  sourceId: string,
  search: URLSearchParams,
  locale: Locale,
) => {
  const source = await readSource(tx, sourceId);
  if (source === null) return null;
  const chunk = search.get("passage") ?? undefined;
  const aim = { chunkId: isId(chunk) ? chunk : null, anchor: search.get("anchor") };
  const live = { sourceId, version: source.version };
  const place = await findPassage(tx, live, aim);
  const versions = await readSourceVersions(tx, sourceId);
  const asked = versions.find(({ version }) => version === numberIn(search, "version"));
  const version = place?.version ?? asked?.version ?? source.version;
  const page =
    place === null
      ? Math.max(1, numberIn(search, "page") ?? 1)
      : Math.floor(place.ordinal / passagesPerPage) + 1;
  const found =
    version === null
      ? []
      : await readPassages(
          tx,
          { sourceId, version },
          { offset: (page - 1) * passagesPerPage, limit: passagesPerPage + 1 },
        );
  return {
    source: {
      ...source,
      before: null,
      failure: failureReason(source, locale),
    },
    versions,
    version,
    page,
    chunks: found.slice(0, passagesPerPage),
    hasMore: found.length > passagesPerPage,
    /** The number of the passage the address names, from 0. */
    aimed: place?.ordinal ?? null,
    row: await readRow(tx, sourceId, numberIn(search, "row")),
  };
};

const numberIn = (search: URLSearchParams, name: string): number | null => {
  const value = Number(search.get(name) ?? Number.NaN);
  return Number.isSafeInteger(value) && value > 0 && value < 1_000_000 ? value : null;
};

const readRow = async (tx: Tx, sourceId: string, number: number | null) => {
  if (number === null) return null;
  const stored = await readSourceContent(tx, sourceId);
  if (stored === null || stored.content.length > mostBytes) return null;
  const found = csvRowAt(new TextDecoder().decode(stored.content), number);
  return found === null ? null : { number, ...found };
};
