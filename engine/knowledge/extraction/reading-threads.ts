import { Worker } from "node:worker_threads";
import { limits } from "../limits.ts";

/** Threads that have read a document well and wait for the next: starting one costs more than most documents. */
const idle = new Map<Worker, () => void>();

/** Kept at most, and for so long. */
const maxIdle = 2;
const idleMs = 20_000;

/** A thread that reads one document at a time: the one it is sent. Give it back, or terminate it. */
export const takeThread = (): Worker => {
  for (const [worker, wake] of idle) {
    wake();
    worker.ref();
    return worker;
  }
  return new Worker(new URL("extract-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: limits.extractionHeapMb },
    stdout: true,
    stderr: true,
  });
};

/** Keeps a thread that did its work for the next document, or ends it. It does not keep the program from ending. */
export const keepThread = (worker: Worker): void => {
  if (idle.size >= maxIdle) return void worker.terminate();
  const end = () => {
    wake();
    void worker.terminate();
  };
  const timer = setTimeout(end, idleMs).unref();
  const wake = () => {
    clearTimeout(timer);
    idle.delete(worker);
    worker.off("error", end).off("exit", end);
  };
  idle.set(worker, wake);
  worker.on("error", end).on("exit", end);
  worker.unref();
};
