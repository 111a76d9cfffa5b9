import { matchLines } from "./match-lines.ts";

/** Where a line was written: the version that has it first, and its place there, from 0. */
export type LineOrigin = { readonly version: number; readonly index: number };

/** Traces the lines of a page back through its versions, as long as there are some to be traced. */
export type LineTracer = {
  /** Takes the next older version. False when no line needs an older one. */
  older(version: number, text: string): boolean;
  /** The origin of every line. What could be traced no further is the oldest version's that was seen. */
  origins(): readonly LineOrigin[];
};

/** Begins with the version whose lines are asked for. */
export const traceLines = (version: number, text: string): LineTracer => {
  let seen = { version, lines: text.split("\n") };
  const origins: (LineOrigin | null)[] = seen.lines.map(() => null);
  /** The place, in the version seen last, of each line that is not traced to its end. */
  const places = new Map(seen.lines.map((_, index) => [index, index]));
  return {
    older: (olderVersion, olderText) => {
      const lines = olderText.split("\n");
      const match = matchLines(lines, seen.lines);
      for (const [line, place] of places) {
        const from = match[place] ?? -1;
        if (from >= 0) {
          places.set(line, from);
          continue;
        }
        origins[line] = { version: seen.version, index: place };
        places.delete(line);
      }
      seen = { version: olderVersion, lines };
      return places.size > 0;
    },
    origins: () =>
      origins.map(
        (origin, line) => origin ?? { version: seen.version, index: places.get(line) ?? line },
      ),
  };
};
