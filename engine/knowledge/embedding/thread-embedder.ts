import type { Worker, WorkerOptions } from "node:worker_threads";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import type { Embedder, Purpose, Vector } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";
import type { ThreadAnswer, ThreadRequest } from "./thread-message.ts";
import { unitVector } from "./unit-vector.ts";

/** How a model's thread is started, and how many characters of a text it is given. */
export type ModelThread = {
  start(options: WorkerOptions): Worker;
  readonly maxCharacters: number;
};

/** Texts at a time. More save little, take memory, and let a question wait longer. */
const batchSize = 4;
/** For one batch, with the first one's loading of the model (0.3 s alone on a core). */
const batchMs = 60_000;
/** The thread and its 200 MB are given back after so long without a text. */
const idleMs = 10 * 60_000;

type Batch = ThreadRequest & {
  resolve(vectors: readonly Vector[]): void;
  reject(error: unknown): void;
};

/**
 * A model in a thread of its own, which is started for the first text and ended when nobody
 * wants it any more. Questions go before passages; one batch is under way at a time.
 */
export class ThreadEmbedder implements Embedder {
  readonly model: EmbeddingModel;
  readonly #thread: ModelThread;
  readonly #waiting: Readonly<Record<Purpose, Batch[]>> = {
    question: [],
    passage: [],
  };
  #worker: Worker | null = null;
  #current: Batch | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(model: EmbeddingModel, thread: ModelThread) {
    this.model = model;
    this.#thread = thread;
  }

  async embed(
    texts: readonly string[],
    purpose: Purpose,
    signal?: AbortSignal,
  ): Promise<readonly Vector[]> {
    const vectors: Vector[] = [];
    for (let start = 0; start < texts.length; start += batchSize) {
      signal?.throwIfAborted();
      const batch = texts.slice(start, start + batchSize);
      vectors.push(...(await this.#embedBatch(batch, purpose)));
    }
    return vectors;
  }

  #embedBatch(texts: readonly string[], purpose: Purpose) {
    const prefix = this.model.prefixes[purpose] ?? "";
    const { maxCharacters } = this.#thread;
    return new Promise<readonly Vector[]>((resolve, reject) => {
      const cut = texts.map((text) => prefix + text.slice(0, maxCharacters).toWellFormed());
      this.#waiting[purpose].push({ texts: cut, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== null) return;
    const batch = this.#waiting.question.shift() ?? this.#waiting.passage.shift() ?? null;
    clearTimeout(this.#timer);
    if (batch === null) {
      this.#timer = setTimeout(() => this.#stop(), idleMs).unref();
      return;
    }
    this.#current = batch;
    this.#worker ??= this.#start();
    this.#timer = setTimeout(() => this.#fail("timeout", `${batchMs / 1000} s`), batchMs);
    this.#worker.ref();
    this.#worker.postMessage({ texts: batch.texts });
  }

  #start(): Worker {
    const worker = this.#thread.start({
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      stdout: true,
      stderr: true,
    });
    worker.on("message", (answer: ThreadAnswer) => this.#settle(answer));
    worker.on("error", (error) => this.#ended(worker, String(error)));
    worker.on("exit", (code) => this.#ended(worker, `code ${code}`));
    return worker;
  }

  #settle(answer: ThreadAnswer): void {
    const batch = this.#current;
    this.#current = null;
    // A thread that waits for nothing does not keep the program from ending.
    this.#worker?.unref();
    if (batch !== null) this.#answer(batch, answer);
    this.#next();
  }

  #answer(batch: Batch, answer: ThreadAnswer): void {
    try {
      if (answer.type === "failed") {
        throw new EmbeddingFailure({ reason: "garbage", detail: answer.message });
      }
      const { vectors } = answer;
      if (vectors.length !== batch.texts.length) {
        throw new EmbeddingFailure({ reason: "garbage", detail: `${vectors.length} vectors` });
      }
      batch.resolve(vectors.map((vector) => unitVector([...vector], this.model.dims)));
    } catch (error) {
      batch.reject(error);
    }
  }

  #ended(worker: Worker, detail: string): void {
    if (worker === this.#worker) this.#fail("thread_ended", detail);
  }

  #fail(reason: "timeout" | "thread_ended", detail: string): void {
    const batch = this.#current;
    this.#current = null;
    this.#stop();
    batch?.reject(new EmbeddingFailure({ reason, detail }));
    this.#next();
  }

  #stop(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }
}
