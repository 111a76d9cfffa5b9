import type { Tx } from "../client.ts";
import { evidenceDays } from "./line-evidence.ts";

/** An answer that was sent and drawn by lot for somebody to look at. */
export type AnswerToCheck = {
  readonly decisionId: string;
  readonly conversationId: string;
  readonly question: string | null;
  readonly answer: string | null;
};

/** The oldest of those that wait, at most `limit`, and how many wait in all. What is too old proves nothing any more. */
export const readAnswersToCheck = async (
  tx: Tx,
  limit: number,
): Promise<{ readonly waiting: number; readonly answers: readonly AnswerToCheck[] }> => {
  const open = tx`scoring is not null and verdict is null and outcome = 'sent' and drawn
    and created_at > now() - ${evidenceDays}::int * interval '1 day'`;
  const [counted] = await tx<{ waiting: number }[]>`
    select count(*)::int as waiting from xin.decisions where ${open}`;
  const answers = await tx<AnswerToCheck[]>`
    select id as "decisionId", conversation_id as "conversationId", question, answer
    from xin.decisions where ${open} order by created_at, id limit ${limit}`;
  return { waiting: counted?.waiting ?? 0, answers };
};
