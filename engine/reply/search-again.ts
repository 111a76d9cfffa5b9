import { Effect } from "effect";
import { Retrieval } from "../knowledge/retrieve.ts";
import type { SearchKnowledge } from "../tools/tool.ts";
import type { SearchedFor } from "./find-passages.ts";
import type { GrowingFound } from "./growing-found.ts";

/** Passages that one more search adds. */
const most = 3;

/** Makes the search that the model may ask for: what it finds joins what the question found. */
export const searchAgain = Effect.fnUntraced(function* (
  { tenantId, locale, tuning }: Pick<SearchedFor, "tenantId" | "locale" | "tuning">,
  { join }: GrowingFound,
) {
  const { retrieve } = yield* Retrieval;
  const search: SearchKnowledge = async (query) => {
    const options = { locale, tuning, limit: most };
    const { passages } = await Effect.runPromise(retrieve(tenantId, query, options));
    return join(passages, { searchedFor: query.trim() });
  };
  return search;
});
