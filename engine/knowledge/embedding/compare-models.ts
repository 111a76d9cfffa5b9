import type { Db } from "#db/client.ts";
import { readModelsInUse } from "#db/reads/embedding-models.ts";
import { retrieve } from "../retrieve.ts";
import { readProductionTuning } from "../tuning/production-tuning.ts";
import { yieldToOthers } from "../yield-to-others.ts";
import { noModel } from "./activate-model.ts";

/** A question with the sources that answer it; none when nobody said. `locale` is as for a search. */
export type ComparedQuestion = {
  readonly text: string;
  readonly sourceIds: readonly string[];
  readonly locale?: "en" | "zh";
};

/** What two models made of the same questions. Shares are 0..1; hits are null when no question names a source. */
export type Comparison = {
  readonly questions: number;
  /** How many of them name a source. */
  readonly judged: number;
  /**
   * Share of the questions with a source in which it is among the first 1, 3 and 10 sources; and for how
   * many questions the model could not be asked, so that hash vectors answered alone.
   */
  readonly hits: readonly {
    readonly modelId: string;
    readonly at: Hits | null;
    readonly unasked: number;
  }[];
  /** Share of the questions both put the same source first for. */
  readonly sameFirst: number;
  /** Share of the first five passages that both have, on average. */
  readonly overlapAt5: number;
};

export type Hits = { readonly 1: number; readonly 3: number; readonly 10: number };

/**
 * Asks two models in use the same questions, one after the other under the tuning in production, while visitors
 * go on being answered by the one that is active. Refused as `not_found` for a model that is neither active,
 * building nor previous.
 */
export const compareModels = async (
  db: Db,
  tenantId: string,
  modelIds: readonly [string, string],
  questions: readonly ComparedQuestion[],
): Promise<Comparison> => {
  const { models, tuning } = await db.tenant(tenantId, async (tx) => ({
    models: await readModelsInUse(tx),
    tuning: await readProductionTuning(tx),
  }));
  const breathe = yieldToOthers();
  const known = new Map(Object.values(models ?? {}).map((model) => [model?.id, model]));
  const answers: Answer[][] = [];
  for (const modelId of modelIds) {
    const model = known.get(modelId);
    if (model === undefined || model === null) throw noModel(modelId);
    const ofModel: Answer[] = [];
    for (const { text, locale } of questions) {
      const options = { limit: 50, model, tuning, ...(locale && { locale }) };
      const { passages, modelFailure } = await retrieve(db, tenantId, text, options);
      await breathe();
      ofModel.push({
        asked: modelFailure === null,
        chunks: passages.slice(0, 5).map(({ chunkId }) => chunkId),
        sources: [...new Set(passages.map(({ sourceId }) => sourceId))],
      });
    }
    answers.push(ofModel);
  }
  const [first = [], second = []] = answers;
  const share = (count: (index: number) => number) =>
    questions.length === 0
      ? 0
      : questions.reduce((sum, _question, index) => sum + count(index), 0) / questions.length;
  return {
    questions: questions.length,
    judged: questions.filter(({ sourceIds }) => sourceIds.length > 0).length,
    hits: modelIds.map((modelId, which) => ({
      modelId,
      at: hitsOf(questions, answers[which]!),
      unasked: answers[which]!.filter(({ asked }) => !asked).length,
    })),
    sameFirst: share((index) => (first[index]!.sources[0] === second[index]!.sources[0] ? 1 : 0)),
    overlapAt5: share((index) => {
      const one = new Set(first[index]!.chunks);
      const both = second[index]!.chunks.filter((id) => one.has(id)).length;
      const most = Math.max(one.size, second[index]!.chunks.length);
      return most === 0 ? 1 : both / most;
    }),
  };
};

type Answer = {
  readonly asked: boolean;
  readonly chunks: readonly string[];
  readonly sources: readonly string[];
};

const hitsOf = (
  questions: readonly ComparedQuestion[],
  answers: readonly Answer[],
): Hits | null => {
  const places = questions.flatMap(({ sourceIds }, index) =>
    sourceIds.length === 0
      ? []
      : [answers[index]!.sources.findIndex((id) => sourceIds.includes(id))],
  );
  if (places.length === 0) return null;
  const within = (k: number) =>
    places.filter((place) => place >= 0 && place < k).length / places.length;
  return { 1: within(1), 3: within(3), 10: within(10) };
};
