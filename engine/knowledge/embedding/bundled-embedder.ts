import { Worker } from "node:worker_threads";
import type { BundledAnswer, BundledRequest } from "./bundled-message.ts";
import { bundledModel } from "./bundled-model.ts";
import type { Embedder, Vector } from "./embedder.ts";
import { EmbeddingFailure } from "./embedding-failure.ts";

/** Characters of a text that the model is given: beyond, time grows and the vector changes little. */
const maxCharacters = 1000;
/** Texts at a time. More save little, take memory, and let a question wait longer. */
const batchSize = 4;
/** For one batch, with the first one's loading of the model (0.3 s alone on a core). */
const batchMs = 60_000;
/** The thread and its 200 MB are given back after so long without a text. */
const idleMs = 10 * 60_000;

type Batch = BundledRequest & {
  resolve(vectors: readonly Vector[]): void;
  reject(error: unknown): void;
};

/**
 * The bundled model in a thread of its own, which is started for the first text and ended when nobody
 * wants it any more. Questions go before passages; one batch is under way at a time.
 */
export class BundledEmbedder implements Embedder {
  readonly model = bundledModel;
  readonly #waiting: Readonly<Record<"question" | "passage", Batch[]>> = {
    question: [],
    passage: [],
  };
  #worker: Worker | null = null;
  #current: Batch | null = null;
  #timer: NodeJS.Timeout | undefined;

  async embed(
    texts: readonly string[],
    purpose: "passage" | "question",
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

  #embedBatch(texts: readonly string[], purpose: "passage" | "question") {
    return new Promise<readonly Vector[]>((resolve, reject) => {
      const cut = texts.map((text) => text.slice(0, maxCharacters).toWellFormed());
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
    const worker = new Worker(new URL("bundled-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      stdout: true,
      stderr: true,
    });
    worker.on("message", (answer: BundledAnswer) => this.#settle(answer));
    worker.on("error", (error) => this.#ended(worker, String(error)));
    worker.on("exit", (code) => this.#ended(worker, `code ${code}`));
    return worker;
  }

  #settle(answer: BundledAnswer): void {
    const batch = this.#current;
    this.#current = null;
    // A thread that waits for nothing does not keep the program from ending.
    this.#worker?.unref();
    if (answer.type === "vectors") batch?.resolve(answer.vectors);
    else batch?.reject(new EmbeddingFailure({ reason: "garbage", detail: answer.message }));
    this.#next();
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
