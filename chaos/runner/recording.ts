import { join } from "node:path";
import type { Recorder } from "../client/drill-client.ts";
import { openHistoryWriter } from "../history/history-file.ts";
import type { HistoryRecord } from "../history/records.ts";

/** The history of one drill, as it grows. */
export type Recording = AsyncDisposable & {
  readonly path: string;
  readonly history: readonly HistoryRecord[];
  readonly record: Recorder;
  /** Adds what has its time already, or none. */
  readonly add: (record: HistoryRecord) => void;
  /** Messages acknowledged so far. */
  readonly acknowledged: number;
  /** The highest acknowledged seq of each conversation. */
  readonly lastAcked: ReadonlyMap<string, number>;
};

/** Opens a recording that is written to a file while it grows. */
export const openRecording = (folder: string, name: string): Recording => {
  const path = join(folder, `${name}.history.jsonl`);
  const writer = openHistoryWriter(path);
  const history: HistoryRecord[] = [];
  const lastAcked = new Map<string, number>();
  let acknowledged = 0;
  let written = Promise.resolve();
  let isClosed = false;

  const add = (record: HistoryRecord) => {
    // Of a drill that was broken off, somebody may still have something to say.
    if (isClosed) return;
    history.push(record);
    // One after the other: a disk that is slow must not meet them all at once.
    written = written.then(() => writer.write(record));
    // Disposing of the recording throws what went wrong.
    written.catch(() => undefined);
    if (record.kind !== "ok") return;
    acknowledged += 1;
    const { conversation, seq } = record;
    lastAcked.set(conversation, Math.max(seq, lastAcked.get(conversation) ?? 0));
  };
  const record: Recorder = (what) => add({ ...what, atMs: performance.now() } as HistoryRecord);
  return {
    path,
    history,
    record,
    add,
    lastAcked,
    get acknowledged() {
      return acknowledged;
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await written.catch(() => undefined);
      await writer[Symbol.asyncDispose]();
    },
  };
};
