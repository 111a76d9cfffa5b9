import type { Decision } from "#contract/decision.ts";
import type { Locale } from "#contract/ids.ts";
import { confidenceOf, type RetrievalFeatures } from "../knowledge/confidence.ts";
import { detectLanguage } from "../reply/detect-language.ts";
import { type Found, type JoinedPassage, numberPassages } from "../reply/find-passages.ts";

/** What the question found at the time, from the decision; null where nothing was searched. */
export const recordedFound = (decision: Decision, locale: Locale): Found | null => {
  const { question, passages, features, retrieval, confidence } = decision;
  if (retrieval === null || question === null || passages.length === 0) return null;
  const first = passages.filter(({ searchedFor }) => searchedFor === undefined);
  const scored = recordedPassages({ passages: first }, locale);
  const { configVersion: _, ...searchedBy } = retrieval;
  return {
    question,
    scored,
    passages: numberPassages(scored),
    confidence: Math.min(
      1,
      Math.max(0, isWhole(features) ? confidenceOf(features) : (confidence ?? 0)),
    ),
    features,
    retrieval: searchedBy,
    ms: 0,
  };
};

/** Every passage of a decision, those the model searched for itself as well. */
export const recordedPassages = (
  { passages }: Pick<Decision, "passages">,
  locale: Locale,
): readonly JoinedPassage[] =>
  passages.map(({ searchedFor, record, ...passage }) => {
    const { chunkId, sourceId, title, heading, text, links = [], url, lexical, score } = passage;
    const vector = passage.vector ?? 0;
    const lang = detectLanguage(text, locale);
    const place = { chunkId, sourceId, title, heading, text, links, url, lang };
    // How a passage got its score is not recorded, and nothing after the search asks for it.
    const unrecorded = { titlePart: 0, context: 0, pinned: false, synonyms: [] };
    const by = {
      ...(searchedFor === undefined ? {} : { searchedFor }),
      ...(record === undefined ? {} : { record }),
    };
    return { ...place, lexical, vector, score, ...unrecorded, ...by };
  });

const names = [
  ...(["top", "gap", "idfFound", "covered", "lexical", "vector"] as const),
  ...(["agreement", "queryTokens", "pinned"] as const),
] satisfies (keyof RetrievalFeatures)[];

const isWhole = (features: object): features is RetrievalFeatures =>
  names.every((name) => typeof (features as Record<string, unknown>)[name] === "number");
