import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import { detectLanguage } from "../extraction/detect-language.ts";
import { LruCache } from "../lru-cache.ts";
import type { Vector } from "./embedder.ts";
import { embeddersOf } from "./embedders.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import type { EmbeddingFailureReason } from "./embedding-problems.ts";

/** A question's vector by a model. */
export type QuestionVector = { readonly model: EmbeddingModel; readonly vector: Vector };

/**
 * What a model made of a question: its vector; or null when there is no model, or it does not know the
 * language; or why it could not be asked, in which case the question is answered without it.
 */
export type AskedModel = QuestionVector | { readonly failure: EmbeddingFailureReason } | null;

/** Asks models for the vectors of questions, remembers the last ones, and leaves a model in trouble alone. */
export class QuestionVectors {
  readonly #db: Db;
  readonly #known = new LruCache<string, Vector>(4 * 1024 * 1024);
  readonly #troubled = new LruCache<string, Trouble>(1000);

  constructor(db: Db) {
    this.#db = db;
  }

  /** Never rejects on account of the model: a visitor waits. */
  async ask(tenantId: string, model: EmbeddingModel, question: string): Promise<AskedModel> {
    const { languages } = model.settings;
    if (model.provider === "xin") return null;
    if (languages !== undefined && !languages.includes(detectLanguage(question))) return null;
    const key = `${tenantId} ${model.id} ${question}`;
    const known = this.#known.get(key);
    if (known !== undefined) return { model, vector: known };
    const trouble = this.#troubled.get(`${tenantId} ${model.id}`);
    if (trouble !== undefined && performance.now() < trouble.until) return trouble;
    try {
      const vector = await this.#embed(tenantId, model, question);
      this.#known.set(key, vector, vector.byteLength + key.length * 2);
      return { model, vector };
    } catch (error) {
      if (!(error instanceof EmbeddingFailure)) throw error;
      const { reason: failure, retryAfterMs = restMs } = error;
      const until = performance.now() + Math.min(retryAfterMs, longestRestMs);
      this.#troubled.set(`${tenantId} ${model.id}`, { failure, until }, 1);
      return { failure };
    }
  }

  async #embed(tenantId: string, model: EmbeddingModel, question: string): Promise<Vector> {
    const signal = AbortSignal.timeout(questionMs);
    const late = new Promise<never>((_, reject) => {
      const failure = new EmbeddingFailure({ reason: "timeout", detail: `${questionMs / 1000} s` });
      signal.addEventListener("abort", () => reject(failure), { once: true });
    });
    const embedder = await embeddersOf(this.#db).get(tenantId, model);
    const [vector] = await Promise.race([embedder.embed([question], "question", signal), late]);
    return vector!;
  }
}

type Trouble = { readonly failure: EmbeddingFailureReason; readonly until: number };

/** A visitor waits for the answer, which may take 15 s in all: without the model it is good as well. */
const questionMs = 4000;
/** How long a model that failed is not asked, when it does not say how long it wants to be left alone. */
const restMs = 5000;
const longestRestMs = 60_000;
