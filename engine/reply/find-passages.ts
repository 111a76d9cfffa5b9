import { Effect } from "effect";
import { Retrieval, type Retrieved, type ScoredPassage } from "../knowledge/retrieve.ts";
import { followUpQuestion } from "./follow-up.ts";
import type { NumberedPassage } from "./passage.ts";
import type { ReplyMaterial } from "./reply-material.ts";

/** What the knowledge base has for a question. */
export type Found = {
  /** The words that were searched for: the question, with the one before when it leans on it. */
  readonly question: string;
  readonly passages: readonly NumberedPassage[];
  readonly scored: readonly ScoredPassage[];
  /** 0 to 1. */
  readonly confidence: number;
  readonly features: Readonly<Record<string, number>>;
  readonly ms: number;
};

/** Longest part of a passage that is shown to the model, in UTF-16 code units. */
const maxPassageLength = 3000;

/** Searches for the question, and for a follow-up also together with the one before: the better find counts. */
export const findPassages = Effect.fn("reply.findPassages")(function* (material: ReplyMaterial) {
  const { tenantId, question, previousQuestion, locale, tuning } = material;
  const { retrieve } = yield* Retrieval;
  const startedAt = performance.now();
  const search = (words: string) => retrieve(tenantId, words, { locale, tuning });
  const alone = toFound(question, yield* search(question));
  const together = followUpQuestion(question, previousQuestion);
  const joined = together === null ? null : toFound(together, yield* search(together));
  const best = joined !== null && joined.confidence > alone.confidence ? joined : alone;
  return { ...best, ms: Math.round(performance.now() - startedAt) };
});

const toFound = (question: string, retrieved: Retrieved): Omit<Found, "ms"> => ({
  question,
  scored: retrieved.passages,
  passages: retrieved.passages.map(({ lexical: _l, vector: _v, ...passage }, index) => ({
    ...passage,
    n: index + 1,
    // Numbers in brackets would look like citations.
    text: passage.text.slice(0, maxPassageLength).replaceAll(/[[【](\d{1,3})[\]】]/g, "($1)"),
  })),
  confidence: Math.min(1, Math.max(0, retrieved.confidence)),
  features: { ...retrieved.features },
});
