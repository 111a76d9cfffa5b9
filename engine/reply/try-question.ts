import { Effect } from "effect";
import type { Db } from "#db/client.ts";
import type { Locale } from "#contract/ids.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { Retrieval, retrieve, type ScoredPassage } from "../knowledge/retrieve.ts";
import { type Expectation, expectedPlace } from "../knowledge/tuning/expected-place.ts";
import { readHeldLines } from "../knowledge/tuning/held-lines.ts";
import type { Tuning } from "../knowledge/tuning.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { detectLanguage } from "./detect-language.ts";
import { findPassages } from "./find-passages.ts";
import { previewReply, type ReplyPreview } from "./preview-reply.ts";
import { readTenantName } from "./reply-material.ts";

/** What a tuning makes of a question. */
export type TriedQuestion = {
  readonly locale: Locale;
  /** The best ones: those the model would read, and some that it would not. */
  readonly passages: readonly ScoredPassage[];
  /** Place of the expected passage, from 1, also beyond those shown; null when it is not found. */
  readonly expectedAt: number | null;
  /** Words of the question that occur nowhere in the knowledge. */
  readonly unknownWords: readonly string[];
  readonly preview: ReplyPreview;
  /** How long the search took, in milliseconds. */
  readonly ms: number;
};

/** A question, with what should come first for it where that is known. */
export type TryQuestion = {
  readonly question: string;
  readonly tuning: Tuning;
  readonly expected: Expectation | null;
};

/** Passages shown beyond those the model reads. */
const beyond = 4;

/** Asks the knowledge under a tuning that need not be saved. Writes nothing. */
export const tryQuestion = async (
  db: Db,
  tenantId: string,
  { question, tuning, expected }: TryQuestion,
): Promise<TriedQuestion> => {
  const { version, tenantName, lines } = await db.tenant(tenantId, async (tx) => ({
    version: await readProductionPolicy(tx),
    tenantName: await readTenantName(tx),
    lines: await readHeldLines(tx, tuning),
  }));
  const parsed = version === null ? null : parsePolicy(version.text);
  const policy = parsed?.ok === true ? parsed.policy : null;
  const locale = detectLanguage(question, policy?.settings.languages[0] ?? "en");
  const retrieved = await retrieve(db, tenantId, question, { locale, tuning, limit: 200 });
  const searched = { tenantId, question, previousQuestion: null, locale, tuning };
  const found = await Effect.runPromise(
    Effect.provide(findPassages(searched), Retrieval.layer(db)),
  );
  return {
    locale,
    passages: retrieved.passages.slice(0, tuning.passages + beyond),
    expectedAt: expected === null ? null : expectedPlace(retrieved.passages, expected),
    unknownWords: retrieved.unknownWords,
    preview: previewReply({ policy, tenantName, tuning, lines, question, locale }, found),
    ms: retrieved.timingMs,
  };
};
