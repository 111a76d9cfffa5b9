import type { Tx } from "../client.ts";

/** An answer of the AI that people have judged. */
export type JudgedAnswer = {
  /** What the AI thought of it, 0..1. */
  readonly confidence: number;
  /** `retracted` and `taken_over`: it had been sent, and was taken back, or a person stepped in upon it. */
  readonly verdict: "approved" | "edited" | "rejected" | "retracted" | "taken_over";
};

/** The newest 2,000 judged answers that were measured one way, whoever wrote them. */
export const readJudgedAnswers = (tx: Tx, scoring: string): Promise<readonly JudgedAnswer[]> =>
  tx<JudgedAnswer[]>`
    select confidence::float8 as confidence, verdict from xin.decisions
    where scoring = ${scoring} and verdict is not null and confidence is not null
    order by created_at desc limit 2000`;
