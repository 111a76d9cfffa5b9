import type { Db } from "#db/client.ts";
import { readSavedQuestionsOf, type SavedQuestion } from "#db/reads/saved-questions.ts";
import { retrieve } from "../retrieve.ts";
import type { Tuning } from "../tuning.ts";
import { yieldToOthers } from "../yield-to-others.ts";
import { expectedPlace } from "./expected-place.ts";

/** How a saved question does under a tuning. */
export type QuestionRun = {
  readonly id: string;
  /** Place of the expected passage, from 1; null when it is not among the 200 best, or none is expected. */
  readonly place: number | null;
  /** 0..1 */
  readonly confidence: number;
  /** How long the search took, in milliseconds. */
  readonly ms: number;
};

/** Most questions of one call: a whole set is run in several, so that nobody waits behind it. */
export const maxQuestionsOfRun = 25;

/** Searches for saved questions under a tuning that need not be saved. Ids that are not there are left out. */
export const runQuestions = async (
  db: Db,
  tenantId: string,
  { ids, tuning }: { readonly ids: readonly string[]; readonly tuning: Tuning },
): Promise<readonly QuestionRun[]> => {
  const asked = ids.slice(0, maxQuestionsOfRun);
  const questions = await db.tenant(tenantId, (tx) => readSavedQuestionsOf(tx, asked));
  const breathe = yieldToOthers();
  const runs: QuestionRun[] = [];
  for (const question of questions) {
    runs.push(await runOne(db, tenantId, question, tuning));
    await breathe();
  }
  return runs;
};

const runOne = async (
  db: Db,
  tenantId: string,
  { id, question, lang, sourceId, heading }: SavedQuestion,
  tuning: Tuning,
): Promise<QuestionRun> => {
  const { passages, confidence, timingMs } = await retrieve(db, tenantId, question, {
    locale: lang,
    limit: 200,
    tuning,
  });
  return { id, place: expectedPlace(passages, { sourceId, heading }), confidence, ms: timingMs };
};
