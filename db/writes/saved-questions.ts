import type { Tx } from "../client.ts";

/** A question to be saved. */
export type NewSavedQuestion = {
  readonly id: string;
  readonly question: string;
  readonly lang: "en" | "zh";
  readonly sourceId: string | null;
  readonly heading: string | null;
  readonly savedFrom: "retrieval" | "unanswered" | "api" | "demo";
  readonly authorName: string;
};

/** Saves a question; the same words again get the new expectation and keep their id, which is answered. */
export const upsertSavedQuestion = async (
  tx: Tx,
  tenantId: string,
  q: NewSavedQuestion,
): Promise<string> => {
  const [row] = await tx<{ id: string }[]>`
    insert into xin.saved_questions
      (tenant_id, id, question, lang, source_id, heading, saved_from, author_name)
    values (${tenantId}, ${q.id}, ${q.question}, ${q.lang}, ${q.sourceId}, ${q.heading}, ${q.savedFrom},
      ${q.authorName})
    on conflict (tenant_id, question) do update
      set lang = excluded.lang, source_id = excluded.source_id, heading = excluded.heading,
        author_name = excluded.author_name
    returning id`;
  return row?.id ?? q.id;
};

/** How many the tenant has saved, not counting one with these words. */
export const countOtherSavedQuestions = async (tx: Tx, question: string): Promise<number> => {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from xin.saved_questions where question <> ${question}`;
  return row?.n ?? 0;
};

/** Deletes a question; answers false when there is no such one. */
export const deleteSavedQuestionRow = async (tx: Tx, id: string): Promise<boolean> => {
  const rows = await tx`delete from xin.saved_questions where id = ${id} returning id`;
  return rows.length > 0;
};
