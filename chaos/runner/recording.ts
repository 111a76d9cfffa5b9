import { join } from "node:path";
import type { Recorder } from "../client/drill-client.ts";
import { openHistoryWriter } from "../history/history-file.ts";
import type { HistoryRecord } from "../history/records.ts";

/** The history of one drill, as it grows. */
export type Recording = AsyncDisposable & {
  readonly path: string;
  readonly history: readonly HistoryRecord[];
  readonly record: Recorder;
  /** Adds what was read at the end. */
  add(record: HistoryRecord): void;
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

  const add = (record: HistoryRecord) => {
    history.push(record);
    // The file is complete once the recording is disposed of, which also throws what went wrong.
    writer.write(record).catch(() => undefined);
  };
  const record: Recorder = (what) => {
    add({ ...what, atMs: performance.now() } as HistoryRecord);
    if (what.kind !== "ok") return;
    acknowledged += 1;
    const { conversation, seq } = what;
    lastAcked.set(conversation, Math.max(seq, lastAcked.get(conversation) ?? 0));
  };
  return {
    path,
    history,
    record,
    add,
    lastAcked,
    get acknowledged() {
      return acknowledged;
    },
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
};
