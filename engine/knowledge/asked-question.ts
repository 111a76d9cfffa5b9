import { doneAgain } from "./done-again.ts";
import { pinnedSources } from "./pins.ts";
import { type Query, queryOf, type QueryTerm } from "./query.ts";
import type { Statistics } from "./statistics.ts";
import type { Tuning } from "./tuning.ts";
import { type Replacement, wordingsOf } from "./wordings.ts";
import { translationOf } from "./words/translation.ts";

/** A question in every way it is searched for. */
export type AskedQuestion = {
  readonly query: Query;
  /** Its other wordings: by the tenant's synonyms, and by what verbs of doing again mean. */
  readonly wordings: readonly {
    readonly query: Query;
    readonly replaced: readonly Replacement[];
  }[];
  /** A Chinese question in English words, for English passages; null when there is nothing to translate. */
  readonly translation: Query | null;
  /** Sources that are pinned to it, and how alike the pin's question is. */
  readonly pinned: ReadonlyMap<string, number>;
  /** Words of it that occur nowhere in the tenant's knowledge. */
  readonly unknownWords: readonly string[];
};

/** Prepares a question for one tenant's passages. */
export const askedQuestion = (
  text: string,
  statistics: Statistics,
  tuning: Tuning,
): AskedQuestion => {
  const query = queryOf(text, statistics);
  const others = [...wordingsOf(text, tuning.synonyms), ...doneAgain(text)];
  return {
    query,
    wordings: others.map((other) => ({
      query: queryOf(other.text, statistics),
      replaced: other.replaced,
    })),
    translation: translationOf(text, statistics),
    pinned: pinnedSources(query, tuning, statistics),
    unknownWords: query.unknownWords,
  };
};

/** The index tokens to find candidates by, of all wordings, each once. */
export const termsOf = ({ query, wordings, translation }: AskedQuestion): readonly QueryTerm[] => {
  const terms = new Map<string, QueryTerm>();
  const queries = [query, ...wordings.map((wording) => wording.query), translation];
  for (const term of queries.flatMap((one) => one?.terms ?? [])) {
    if (!terms.has(term.token)) terms.set(term.token, term);
  }
  return [...terms.values()];
};
