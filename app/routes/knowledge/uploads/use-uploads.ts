import { useEffect, useSyncExternalStore } from "react";
import { retryDelayMs } from "#app/sync/core/backoff.ts";
import { checkFile } from "./check-file.ts";
import { sendFile } from "./send-file.ts";
import type { Upload } from "./upload.ts";
import { UploadQueue } from "./upload-queue.ts";

/** What a file, and a zip file of many, may have. */
type MostBytes = { readonly file: number; readonly zip: number };

/**
 * The queue of this browser's page, which outlives the Knowledge page: what was dropped is sent while
 * somebody looks elsewhere. A server never puts anything in.
 */
let queue: UploadQueue | undefined;

const queueOf = (mostBytes: MostBytes): UploadQueue =>
  (queue ??= new UploadQueue({
    send: sendFile,
    check: (file) => checkFile(file, mostBytes),
    delayMs: (attempt) => retryDelayMs(attempt),
  }));

/** The uploads of this page and the queue that sends them. `mostBytes` is what one file may have. */
export const useUploads = (mostBytes: MostBytes) => {
  const own = queueOf(mostBytes);
  const uploads = useSyncExternalStore(own.subscribe, own.read, none);
  const isBusy = uploads.some(isUnderWay);
  useEffect(() => {
    if (!isBusy) return undefined;
    // Whoever leaves now loses what has not arrived: the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const retry = () => own.retry();
    addEventListener("beforeunload", ask);
    addEventListener("online", retry);
    return () => {
      removeEventListener("beforeunload", ask);
      removeEventListener("online", retry);
    };
  }, [isBusy, own]);
  return { queue: own, uploads };
};

/** Whether a file has neither arrived nor been refused. */
export const isUnderWay = ({ state }: Upload): boolean =>
  state.type === "waiting" || state.type === "sending" || state.type === "lost";

const nothing: readonly Upload[] = [];
const none = () => nothing;
