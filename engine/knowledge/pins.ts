import type { Query } from "./query.ts";
import { queryOf } from "./query.ts";
import type { Statistics } from "./statistics.ts";
import type { Tuning } from "./tuning.ts";

/** How alike two questions must be, by the worth of the words they share, for one's pin to hold for the other. */
const likeness = 0.75;

/** The sources that are pinned to a question or its like, with how alike the questions are, 0..1. */
export const pinnedSources = (
  query: Query,
  { pins }: Tuning,
  statistics: Statistics,
): ReadonlyMap<string, number> => {
  const pinned = new Map<string, number>();
  for (const { question, sourceId } of pins) {
    const alike = likenessOf(query, queryOf(question, statistics));
    if (alike >= likeness) pinned.set(sourceId, Math.max(alike, pinned.get(sourceId) ?? 0));
  }
  return pinned;
};

/** Worth of the shared tokens over the worth of all. */
const likenessOf = (a: Query, b: Query): number => {
  const theirs = new Set(b.terms.map(({ id }) => id));
  let shared = 0;
  for (const { id, worth } of a.terms) if (theirs.has(id)) shared += worth;
  const all = a.worth + b.worth - shared;
  return all > 0 ? shared / all : 0;
};
