import { parentPort, workerData } from "node:worker_threads";
import { SourceFailure } from "../source-failure.ts";
import { extract } from "./extract.ts";
import type { WorkerInput, WorkerMessage } from "./worker-message.ts";

/** The thread that reads one source and ends. Whatever a document does to it, the server goes on. */
const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);

try {
  const extracted = await extract(workerData as WorkerInput, (stage) =>
    tell({ type: "stage", stage }),
  );
  tell({ type: "done", extracted });
} catch (error) {
  if (error instanceof SourceFailure) {
    tell({ type: "failed", reason: error.reason, detail: error.detail });
  } else {
    // A parser that trips over its input: for the person who added it, the file is broken.
    const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : null;
    tell({ type: "failed", reason: "broken", detail });
  }
}
