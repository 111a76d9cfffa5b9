import type { Locale } from "#app/i18n/locale.ts";
import type { Tx } from "#db/client.ts";
import { type QueuedSource, readSourceFacts, readSourceList } from "#db/reads/source-list.ts";
import { failureReason } from "./failure-reason.ts";
import { type ListPlace, rowsPerPage } from "./list-place.ts";
import { listSites } from "./sites/list-sites.ts";

/** A source with the sentence that says why it failed. */
export type ListedSource = QueuedSource & { readonly failure: string | null };

/** Reads a page of the list, with the counts over all of it. */
export const readList = async (tx: Tx, place: ListPlace, locale: Locale) => {
  const { sources, total } = await readSourceList(tx, {
    group: place.group,
    search: place.search,
    offset: (place.page - 1) * rowsPerPage,
    limit: rowsPerPage,
  });
  const rows: readonly ListedSource[] = sources.map((source) => ({
    ...source,
    failure: failureReason(source, locale),
  }));
  const sites = await listSites(tx, place, locale);
  const facts = await readSourceFacts(tx);
  return { place, sites, rows, total, facts, readAt: new Date().toISOString() };
};

/** What a page of the list shows. `readAt` tells which of two readings is the newer. */
export type SourceList = Awaited<ReturnType<typeof readList>>;
