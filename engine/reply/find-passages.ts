import { Effect } from "effect";
import type { DecisionRetrieval } from "#contract/decision.ts";
import type { RecordKind } from "../crm/crm-record.ts";
import { Retrieval, type Retrieved, type ScoredPassage } from "../knowledge/retrieve.ts";
import { followUpQuestion } from "./follow-up.ts";
import type { NumberedPassage } from "./passage.ts";
import { questionParts } from "./question-parts.ts";
import type { ReplyMaterial } from "./reply-material.ts";

/** A passage, and how the model came by it; nothing of it where the question itself found it. */
export type JoinedPassage = ScoredPassage & {
  /** What the model searched for. */
  readonly searchedFor?: string;
  /** It is a record of the connected system, and stands in no source. */
  readonly record?: RecordKind;
};

/** What the knowledge base has for a question. */
export type Found = {
  /** The words that were searched for: the question, with the one before when it leans on it. */
  readonly question: string;
  readonly passages: readonly NumberedPassage[];
  readonly scored: readonly JoinedPassage[];
  /** 0 to 1. */
  readonly confidence: number;
  readonly features: Readonly<Record<string, number>>;
  readonly retrieval: Omit<DecisionRetrieval, "configVersion">;
  readonly ms: number;
};

/** What is searched for, and how. */
export type SearchedFor = Pick<
  ReplyMaterial,
  "tenantId" | "question" | "previousQuestion" | "locale" | "tuning"
>;

/** Longest part of a passage that is shown to the model, in UTF-16 code units. */
const maxPassageLength = 3000;

/**
 * Searches for the question, and for a follow-up also together with the one before: the better find
 * counts. Where several things are asked at once, each is searched for as well, and the passages take turns.
 */
export const findPassages = Effect.fn("reply.findPassages")(function* (material: SearchedFor) {
  const { tenantId, question, previousQuestion, locale, tuning } = material;
  const { retrieve } = yield* Retrieval;
  const startedAt = performance.now();
  const search = (words: string) => retrieve(tenantId, words, { locale, tuning });
  const alone = { question, retrieved: yield* search(question) };
  const words = followUpQuestion(question, previousQuestion);
  const together = words === null ? null : { question: words, retrieved: yield* search(words) };
  const best =
    together !== null && together.retrieved.confidence > alone.retrieved.confidence
      ? together
      : alone;
  const parts = questionParts(best.question);
  const finds = [best.retrieved.passages];
  if (parts.length > 1) {
    for (const part of parts) finds.push((yield* search(part.search)).passages);
  }
  const scored = takeTurns(finds).slice(0, tuning.passages);
  const found = toFound(best.question, { ...best.retrieved, passages: scored });
  return { ...found, ms: Math.round(performance.now() - startedAt) };
});

/** The best of each list, then the second of each, and so on; each passage once. */
const takeTurns = (lists: readonly (readonly ScoredPassage[])[]): readonly ScoredPassage[] => {
  const [first = []] = lists;
  if (lists.length === 1) return first;
  const taken = new Map<string, ScoredPassage>();
  const longest = Math.max(...lists.map(({ length }) => length));
  for (let place = 0; place < longest; place += 1) {
    for (const list of lists) {
      const passage = list[place];
      if (passage !== undefined && !taken.has(passage.chunkId)) taken.set(passage.chunkId, passage);
    }
  }
  return [...taken.values()];
};

const toFound = (question: string, retrieved: Retrieved): Omit<Found, "ms"> => ({
  question,
  scored: retrieved.passages,
  passages: numberPassages(retrieved.passages),
  confidence: Math.min(1, Math.max(0, retrieved.confidence)),
  features: { ...retrieved.features },
  retrieval: {
    embeddingModel: retrieved.modelId,
    modelFailure: retrieved.modelFailure,
    knowledgeVersion: retrieved.knowledgeVersion,
    reranked: retrieved.reranking !== null && "passages" in retrieved.reranking,
  },
});

/** Passages as the model reads them, numbered from 1. */
export const numberPassages = (scored: readonly ScoredPassage[]): NumberedPassage[] =>
  scored.map(({ chunkId, sourceId, title, heading, url, lang, score, text }, index) => ({
    chunkId,
    sourceId,
    title,
    heading,
    url,
    lang,
    score,
    n: index + 1,
    // Numbers in brackets would look like citations.
    text: text.slice(0, maxPassageLength).replaceAll(/[[【](\d{1,3})[\]】]/g, "($1)"),
  }));
