import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";
import type { AnswersOf } from "./line-evidence.ts";

/** A move of the send line with the answers it rests on. A line is 0..1, or null: nothing is sent. */
export type LineMove = {
  readonly from: number | null;
  readonly to: number | null;
  /** `outdated`: too little of what had proven it is of the last year. */
  readonly reason: "proven" | "refuted" | "outdated";
  /** The answers at or above this line speak for it. */
  readonly at: number;
  readonly judged: number;
  readonly wrong: number;
};

/** The latest move the line has made by itself, and when: ISO 8601, UTC. */
export type LastMove = LineMove & { readonly movedAt: string };

/** Reads it; null while the line stands where it began. */
export const readLastMove = async (
  tx: Tx,
  { scoring, writer, setting }: AnswersOf & { readonly setting: "learn" | "proven" },
): Promise<LastMove | null> => {
  const [row] = await tx<LastMove[]>`
    select previous as "from", line as "to", reason, evidence_line as at, judged, wrong, ${isoTime(tx, "moved_at")} as "movedAt"
    from xin.send_lines where scoring = ${scoring} and writer = ${writer} and setting = ${setting}`;
  return row ?? null;
};
