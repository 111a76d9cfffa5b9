import type { Locale } from "#app/i18n/locale.ts";
import type { Tx } from "#db/client.ts";
import { readSites, type Site } from "#db/reads/sites.ts";
import type { SourceGroup } from "#db/reads/source-list.ts";
import type { ListPlace } from "../list-place.ts";
import { webFailureText } from "./web-failure-text.ts";

/** A site with the sentences that say why it failed, or why not all of it is here. */
export type ListedSite = Site & {
  readonly failure: string | null;
  readonly remark: string | null;
};

/** The sites on a page of the list. There are few: all that fit stand on the first. */
export const listSites = async (
  tx: Tx,
  { group, search, page }: ListPlace,
  locale: Locale,
): Promise<readonly ListedSite[]> => {
  if (page > 1) return [];
  const sites = await readSites(tx);
  return sites
    .filter((site) => group === null || groupOf(site) === group)
    .filter(({ url }) => url.toLowerCase().includes(search.toLowerCase()))
    .map((site) => ({
      ...site,
      failure: webFailureText(site.failureReason, locale),
      remark: webFailureText(site.note, locale),
    }))
    .toSorted((a, b) => rank[groupOf(a)] - rank[groupOf(b)]);
};

const groupOf = ({ state }: Site): SourceGroup =>
  state === "queued" || state === "crawling" ? "working" : state;

const rank = { working: 0, failed: 1, cancelled: 2, stale: 3, live: 3 } as const;
