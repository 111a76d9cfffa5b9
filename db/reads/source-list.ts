import type { Tx } from "../client.ts";
import { readSources, readSourcesById, type Source, workingStates } from "./knowledge.ts";

/** What people look for among their sources. `stale` ones answer too, so they are among the live ones. */
export const sourceGroups = ["working", "failed", "stale", "live", "cancelled"] as const;
export type SourceGroup = (typeof sourceGroups)[number];

/** Which part of the list of sources to read. */
export type SourceListQuery = {
  /** Null for all of them. */
  readonly group: SourceGroup | null;
  /** Part of the title, file name or address; empty for all. */
  readonly search: string;
  /** From 0. */
  readonly offset: number;
  readonly limit: number;
};

/** A source with its place among those that wait: how many come before it; null when it does not wait. */
export type QueuedSource = Source & { readonly before: number | null };

/** Sources by kind of state, and the passages that answer. */
export type SourceFacts = Readonly<Record<SourceGroup, number>> & { readonly passages: number };

/**
 * A part of the tenant's sources: those being worked on first, then those that need a person, then the
 * rest, what changed last first. Pages of a site are left out, unless they are searched for: they stand
 * under their site. `total` counts all that fit.
 */
export const readSourceList = async (
  tx: Tx,
  { group, search, offset, limit }: SourceListQuery,
): Promise<{ readonly sources: readonly QueuedSource[]; readonly total: number }> => {
  if (group === "stale") {
    const stale = await readSources(tx, { state: "stale", search: search || undefined });
    const sources = stale.slice(offset, offset + limit).map((one) => ({ ...one, before: null }));
    return { sources, total: stale.length };
  }
  const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const states = group === "working" ? [...workingStates] : [group];
  const rows = await tx<{ id: string; total: number; before: number | null }[]>`
    select s.id, count(*) over ()::int as total,
      case when s.state = 'queued' then (select count(*)::int from xin.sources q
        where q.state = 'queued' and q.updated_at < s.updated_at) end as before
    from xin.sources s
    where s.state <> 'deleted'
      ${group === null ? tx`` : tx`and s.state = any(${states})`}
      ${search === "" ? tx`and s.site_id is null` : tx`and (s.title ilike ${pattern} or s.filename ilike ${pattern} or s.url ilike ${pattern})`}
    order by case when s.state = 'queued' then 1 when s.state = any(${[...workingStates]}) then 0
        when s.state = 'failed' then 2 when s.state = 'cancelled' then 3 else 4 end,
      case when s.state = 'queued' then s.updated_at end, s.updated_at desc, s.id
    limit ${limit} offset ${offset}`;
  const byId = await readSourcesById(
    tx,
    rows.map(({ id }) => id),
  );
  const sources = rows.flatMap(({ id, before }) => {
    const source = byId.get(id);
    return source === undefined ? [] : [{ ...source, before }];
  });
  return { sources, total: rows[0]?.total ?? 0 };
};

/** Counts the tenant's sources, those of sites too. */
export const readSourceFacts = async (tx: Tx): Promise<SourceFacts> => {
  const rows = await tx<{ state: string; count: number; passages: number }[]>`
    select state, count(*)::int as count, sum(chunk_count)::int as passages
    from xin.sources where state <> 'deleted' group by state`;
  const working: readonly string[] = workingStates;
  const count = (isWanted: (state: string) => boolean) =>
    rows.filter(({ state }) => isWanted(state)).reduce((sum, row) => sum + row.count, 0);
  return {
    working: count((state) => working.includes(state)),
    failed: count((state) => state === "failed"),
    cancelled: count((state) => state === "cancelled"),
    live: count((state) => state === "live"),
    stale: (await readSources(tx, { state: "stale" })).length,
    passages: rows.reduce((sum, { passages }) => sum + passages, 0),
  };
};
