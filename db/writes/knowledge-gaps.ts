import type { Tx } from "../client.ts";

/** A gap the team deals with: it is dismissed, or an article about it is begun. */
export type NewKnowledgeGap = {
  readonly id: string;
  /** 1 to 20 questions. */
  readonly examples: readonly string[];
  /** Null dismisses it. */
  readonly article: { readonly title: string; readonly body: string } | null;
  readonly authorName: string;
};

/** Adds a gap. */
export const insertKnowledgeGap = async (
  tx: Tx,
  tenantId: string,
  { id, examples, article, authorName }: NewKnowledgeGap,
): Promise<void> => {
  await tx`insert into xin.knowledge_gaps (tenant_id, id, state, examples, title, body, author_name)
    values (${tenantId}, ${id}, ${article === null ? "dismissed" : "drafted"},
      ${examples as string[]}::text[], ${article?.title ?? null}, ${article?.body ?? null}, ${authorName})`;
};

/** Keeps what was written of the article; answers false when there is no such unpublished article. */
export const updateGapArticle = async (
  tx: Tx,
  id: string,
  { title, body }: { readonly title: string; readonly body: string },
): Promise<boolean> => {
  const rows = await tx`update xin.knowledge_gaps
    set title = ${title}, body = ${body}, updated_at = now()
    where id = ${id} and state = 'drafted' returning id`;
  return rows.length > 0;
};

/** Names the source the article has become. */
export const setGapSource = async (tx: Tx, id: string, sourceId: string): Promise<void> => {
  await tx`update xin.knowledge_gaps set state = 'added', source_id = ${sourceId}, updated_at = now()
    where id = ${id}`;
};

/** Forgets what was done about a gap: its questions are open again. Answers false when there is no such gap. */
export const deleteKnowledgeGap = async (tx: Tx, id: string): Promise<boolean> => {
  const rows =
    await tx`delete from xin.knowledge_gaps where id = ${id} and state <> 'added' returning id`;
  return rows.length > 0;
};
