import type { Tx } from "../client.ts";

/** A question with the source that should come first for it. */
export type SavedQuestion = {
  readonly id: string;
  readonly question: string;
  readonly lang: "en" | "zh";
  /** Null: nothing should answer it. */
  readonly sourceId: string | null;
  readonly sourceTitle: string | null;
  /** The heading of the expected passage; null when any passage of the source will do. */
  readonly heading: string | null;
  readonly authorName: string;
};

/** Most a tenant may save. */
export const maxSavedQuestions = 500;

/** All saved questions, oldest first. */
export const readSavedQuestions = (tx: Tx): Promise<readonly SavedQuestion[]> =>
  tx<SavedQuestion[]>`${select(tx)} order by q.created_at, q.id limit ${maxSavedQuestions}`;

/** How many there are. */
export const countSavedQuestions = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::integer as count from xin.saved_questions`;
  return row?.count ?? 0;
};

/** The saved questions that have one of these ids, at most as many as there are ids. */
export const readSavedQuestionsOf = (
  tx: Tx,
  ids: readonly string[],
): Promise<readonly SavedQuestion[]> =>
  tx<SavedQuestion[]>`${select(tx)} where q.id = any(${ids as string[]}::uuid[])`;

// A source that was deleted is shown by its title still: the question is to be given another one.
const select = (tx: Tx) => tx`
  select q.id, q.question, q.lang, q.source_id as "sourceId", s.title as "sourceTitle", q.heading,
    q.author_name as "authorName"
  from xin.saved_questions q
  left join xin.sources s on s.tenant_id = q.tenant_id and s.id = q.source_id`;
