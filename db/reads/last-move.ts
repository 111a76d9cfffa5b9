import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";
import type { AnswersOf } from "./line-evidence.ts";

/** The latest move the send line has made by itself, with the answers it rests on. Lines 0..1, or null for none. */
export type LastMove = {
  readonly from: number | null;
  readonly to: number | null;
  readonly reason: "proven" | "refuted";
  /** The answers at or above this line speak for it. */
  readonly at: number;
  readonly judged: number;
  readonly wrong: number;
  /** ISO 8601, UTC. */
  readonly movedAt: string;
};

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
