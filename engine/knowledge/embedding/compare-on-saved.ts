import type { Db } from "#db/client.ts";
import { readModelsInUse } from "#db/reads/embedding-models.ts";
import { readSavedQuestions } from "#db/reads/saved-questions.ts";
import { noModel } from "./activate-model.ts";
import { compareModels, type Comparison } from "./compare-models.ts";

/** A comparison on some of the saved questions. `next` is the place to go on from; null at the end. */
export type SavedComparison = Comparison & {
  readonly saved: number;
  readonly next: number | null;
};

/** Questions of one comparison: each is asked of both, and somebody waits. */
const maxQuestions = 50;

/**
 * Compares a model in use with the one that answers, on the saved questions from a place on. Refused as
 * `not_found` when the model is not in use.
 */
export const compareOnSaved = async (
  db: Db,
  tenantId: string,
  { modelId, from }: { readonly modelId: string; readonly from: number },
): Promise<SavedComparison> => {
  const { models, questions } = await db.tenant(tenantId, async (tx) => ({
    models: await readModelsInUse(tx),
    questions: await readSavedQuestions(tx),
  }));
  if (models === null) throw noModel(modelId);
  const asked = questions.slice(from, from + maxQuestions).map(({ question, lang, sourceId }) => ({
    text: question,
    locale: lang,
    sourceIds: sourceId === null ? [] : [sourceId],
  }));
  const comparison = await compareModels(db, tenantId, [models.active.id, modelId], asked);
  const next = from + maxQuestions < questions.length ? from + maxQuestions : null;
  return { ...comparison, saved: questions.length, next };
};
