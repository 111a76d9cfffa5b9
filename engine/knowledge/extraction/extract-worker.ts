import { parentPort } from "node:worker_threads";
import { SourceFailure } from "../source-failure.ts";
import { extract, type ExtractionProgress } from "./extract.ts";
import type { WorkerInput, WorkerMessage } from "./worker-message.ts";

/** The thread that reads sources, one at a time. Whatever a document does to it, the server goes on. */
const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);

/** Between two reports of progress within a stage. */
const reportMs = 200;
let reportedAt = 0;

/** The beginning of a stage is always told: the source moves on with it. */
const report = (progress: ExtractionProgress): void => {
  const now = performance.now();
  if (progress.done > 0 && now - reportedAt < reportMs) return;
  reportedAt = now;
  tell({ type: "progress", progress });
};

const read = async (input: WorkerInput): Promise<void> => {
  try {
    tell({ type: "done", extracted: await extract(input, report) });
  } catch (error) {
    if (error instanceof SourceFailure) {
      const { reason, detail, at } = error;
      return tell({ type: "failed", reason, detail, at });
    }
    // A parser that trips over its input: for the person who added it, the file is broken.
    const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : null;
    tell({ type: "failed", reason: "broken", detail, at: null });
  }
};

parentPort?.on("message", (input: WorkerInput) => void read(input));
