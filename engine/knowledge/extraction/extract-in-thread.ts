import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import type { Extracted, ExtractionInput, ExtractionProgress } from "./extract.ts";
import { keepThread, takeThread } from "./reading-threads.ts";
import type { WorkerMessage } from "./worker-message.ts";

/** How a source is read in a thread of its own. */
export type ThreadOptions = {
  readonly onProgress?: (progress: ExtractionProgress) => void;
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
  { onProgress = () => {}, signal, timeoutMs = limits.extractionMs }: ThreadOptions = {},
): Promise<Extracted> =>
  new Promise((resolve, reject) => {
    const worker = takeThread();
    const settle = (end: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      worker.off("message", hear).off("error", broke).off("exit", ended);
      end();
    };
    const fail = (error: unknown) =>
      settle(() => {
        void worker.terminate();
        reject(error);
      });
    const abort = () => fail(signal?.reason);
    const timer = setTimeout(
      () => fail(new SourceFailure({ reason: "timeout", detail: `${timeoutMs / 1000} s` })),
      timeoutMs,
    );
    const hear = (message: WorkerMessage) => {
      if (message.type === "progress") return onProgress(message.progress);
      if (message.type === "done") {
        return settle(() => {
          leave();
          resolve(message.extracted);
        });
      }
      const { reason, detail, at } = message;
      settle(() => {
        leave();
        reject(new SourceFailure({ reason, detail, ...(at === null ? {} : { at }) }));
      });
    };
    /** What a large document leaves behind is freed with its thread. */
    const leave = () => {
      if (input.content.length > keptBytes) void worker.terminate();
      else keepThread(worker);
    };
    const broke = (error: unknown) => fail(outOfMemory(error) ?? error);
    const ended = (code: number) => fail(new Error(`The reading thread ended with code ${code}`));
    worker.on("message", hear).on("error", broke).on("exit", ended);
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    worker.postMessage(input);
  });

/** Up to this size of a document, its thread reads another one afterwards. */
const keptBytes = 1024 * 1024;

const outOfMemory = (error: unknown): SourceFailure | null =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? new SourceFailure({ reason: "too_complex", detail: `${limits.extractionHeapMb} MB` })
    : null;
