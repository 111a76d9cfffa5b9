import { setTimeout as sleep } from "node:timers/promises";
import type { Agent } from "undici";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { Embedder, Purpose, Vector } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import { postJson } from "./post-json.ts";
import { unitVector } from "./unit-vector.ts";

/** Texts in one request. */
const batchSize = 32;
/** Characters of a text: APIs refuse more than 8,192 tokens, and a passage has 8,000 characters at most. */
const maxCharacters = 8000;
/** For one request. A question has its own, shorter deadline. */
const requestMs = 20_000;
const attempts = 4;
/** Longest wait a server may ask for within a job; a longer one ends the attempt, and the job is tried again later. */
const longestWaitMs = 30_000;

/** An API in OpenAI's dialect: OpenAI, Azure and others through their own, vLLM, Ollama, llama.cpp, TEI. */
export class OpenAiEmbedder implements Embedder {
  readonly model: EmbeddingModel;
  readonly #key: string | null;
  readonly #agent: Agent | undefined;

  /** `agent` makes the connections to a server that a workspace named. */
  constructor(model: EmbeddingModel, key: string | null, agent?: Agent) {
    this.model = model;
    this.#key = key;
    this.#agent = agent;
  }

  async embed(
    texts: readonly string[],
    purpose: Purpose,
    signal?: AbortSignal,
  ): Promise<readonly Vector[]> {
    const vectors: Vector[] = [];
    for (let start = 0; start < texts.length; start += batchSize) {
      const batch = texts.slice(start, start + batchSize);
      const prefix = this.model.prefixes[purpose] ?? "";
      const input = batch.map((text) => inputOf(prefix, text));
      vectors.push(...(await this.#withRetries(input, purpose, signal)));
    }
    return vectors;
  }

  /** A visitor's question is not tried again: it is answered without the model meanwhile. */
  async #withRetries(input: readonly string[], purpose: Purpose, signal?: AbortSignal) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#ask(input, signal);
      } catch (error) {
        if (!(error instanceof EmbeddingFailure)) throw error;
        const waitMs = error.retryAfterMs ?? 500 * 2 ** attempt;
        const last = purpose === "question" || attempt >= attempts || waitMs > longestWaitMs;
        if (error.lasting || last) throw error;
        await sleep(waitMs, undefined, signal && { signal });
      }
    }
  }

  async #ask(input: readonly string[], signal?: AbortSignal): Promise<readonly Vector[]> {
    const { model, dims, settings } = this.model;
    const url = `${settings.url?.replace(/\/+$/, "") ?? ""}/embeddings`;
    const body = { model, input, encoding_format: "float" };
    const agent = this.#agent;
    const limits = { timeoutMs: requestMs, ...(signal && { signal }), ...(agent && { agent }) };
    return vectorsOf(await postJson({ url, key: this.#key, body, ...limits }), input.length, dims);
  }
}

/** An API refuses an empty text; a space says as little. */
const inputOf = (prefix: string, text: string): string =>
  `${prefix}${text.slice(0, maxCharacters).toWellFormed().trim() || " "}`;

const vectorsOf = (answer: unknown, count: number, dims: number): readonly Vector[] => {
  const { data } = (answer ?? {}) as { data?: unknown };
  if (!Array.isArray(data) || data.length !== count) {
    throw new EmbeddingFailure({ reason: "garbage", detail: null });
  }
  const vectors: Vector[] = [];
  for (const [position, entry] of data.entries()) {
    const { embedding, index = position } = (entry ?? {}) as {
      embedding?: unknown;
      index?: number;
    };
    if (!Array.isArray(embedding) || !Number.isInteger(index) || index < 0 || index >= count) {
      throw new EmbeddingFailure({ reason: "garbage", detail: null });
    }
    vectors[index] = unitVector(embedding, dims);
  }
  // Two entries with one number leave a hole.
  if (Object.keys(vectors).length !== count) {
    throw new EmbeddingFailure({ reason: "garbage", detail: "an index twice" });
  }
  return vectors;
};
