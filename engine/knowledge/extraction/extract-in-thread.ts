import { Worker } from "node:worker_threads";
import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import type { Extracted, ExtractionInput } from "./extract.ts";
import type { WorkerMessage } from "./worker-message.ts";

/** How a source is read in a thread of its own. */
export type ThreadOptions = {
  readonly onStage?: (stage: "chunking") => void;
  /** Ends the thread; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
};

/**
 * Reads a source in a thread, so that the server's event loop stays free, with a limit on time and
 * memory. Rejects with SourceFailure: `timeout` or `too_complex` when a limit was reached.
 */
export const extractInThread = (
  input: ExtractionInput,
  { onStage = () => {}, signal, timeoutMs = limits.extractionMs }: ThreadOptions = {},
): Promise<Extracted> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("extract-worker.ts", import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: limits.extractionHeapMb },
      stdout: true,
      stderr: true,
    });
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      void worker.terminate();
      end();
    };
    const fail = (error: unknown) => settle(() => reject(error));
    const abort = () => fail(signal?.reason);
    const timer = setTimeout(
      () => fail(new SourceFailure({ reason: "timeout", detail: `${timeoutMs / 1000} s` })),
      timeoutMs,
    );
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    worker.on("message", (message: WorkerMessage) => {
      if (message.type === "stage") onStage(message.stage);
      else if (message.type === "done") settle(() => resolve(message.extracted));
      else fail(new SourceFailure({ reason: message.reason, detail: message.detail }));
    });
    worker.on("error", (error) => fail(outOfMemory(error) ?? error));
    worker.on("exit", (code) => fail(new Error(`The reading thread ended with code ${code}`)));
  });

const outOfMemory = (error: unknown): SourceFailure | null =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? new SourceFailure({ reason: "too_complex", detail: `${limits.extractionHeapMb} MB` })
    : null;
