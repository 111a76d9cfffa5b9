import type { Tx } from "../client.ts";
import { evidenceDays } from "./line-evidence.ts";

/** An answer of the AI that people have judged. */
export type JudgedAnswer = {
  /** What the AI thought of it, 0..1. */
  readonly confidence: number;
  /**
   * `retracted` and `taken_over`: it had been sent, and was taken back, or a person stepped in upon it.
   * `confirmed` and `wrong`: it had been sent, and somebody looked at it afterwards.
   */
  readonly verdict:
    | "approved"
    | "edited"
    | "rejected"
    | "retracted"
    | "taken_over"
    | "confirmed"
    | "wrong";
};

/** Whether the verdict speaks for the answer. */
export const isRight = ({ verdict }: Pick<JudgedAnswer, "verdict">): boolean =>
  verdict === "approved" || verdict === "confirmed";

/** The newest 2,000 judged answers of the last year that were measured one way, whoever wrote them. */
export const readJudgedAnswers = (tx: Tx, scoring: string): Promise<readonly JudgedAnswer[]> =>
  tx<JudgedAnswer[]>`
    select confidence::float8 as confidence, verdict from xin.decisions
    where scoring = ${scoring} and verdict is not null and confidence is not null
      and created_at > now() - ${evidenceDays}::int * interval '1 day'
    order by created_at desc limit 2000`;
