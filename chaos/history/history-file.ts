import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type { HistoryRecord } from "./records.ts";

/** Writes records as they happen. `await using` closes the file, and throws what went wrong. */
export type HistoryWriter = AsyncDisposable & {
  /** Queues one line. Await it where a drill records faster than the disk writes. */
  write(record: HistoryRecord): Promise<void>;
};

/** Opens a new history file, one JSON record a line. */
export const openHistoryWriter = (path: string): HistoryWriter => {
  const stream = createWriteStream(path, { flags: "w" });
  const done = finished(stream);
  // A failure must not end the process before the drill has cleaned up: dispose reports it.
  done.catch(() => undefined);
  return {
    write: async (record) => {
      if (!stream.write(`${JSON.stringify(record)}\n`))
        await Promise.race([once(stream, "drain"), done]);
    },
    [Symbol.asyncDispose]: async () => {
      stream.end();
      await done;
    },
  };
};

/**
 * Reads a whole history file. Rejects with the number of a line that is not JSON, except for the
 * last one: a killed drill may leave half a line behind.
 */
export const readHistory = async (path: string): Promise<HistoryRecord[]> => {
  const history: HistoryRecord[] = [];
  let broken: { line: number; cause: unknown } | undefined;
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Infinity,
  })) {
    line += 1;
    if (broken !== undefined) throw new Error(`${path}:${broken.line} is not JSON`, broken);
    if (text === "") continue;
    try {
      history.push(JSON.parse(text) as HistoryRecord);
    } catch (cause) {
      broken = { line, cause };
    }
  }
  return history;
};
