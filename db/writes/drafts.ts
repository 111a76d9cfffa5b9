import type { Tx } from "../client.ts";

/** Notes that the AI begins to write a draft, unless that is noted already. */
export const insertDraft = async (
  tx: Tx,
  tenantId: string,
  { id, conversationId }: { readonly id: string; readonly conversationId: string },
): Promise<void> => {
  await tx`insert into xin.drafts (tenant_id, id, conversation_id)
    values (${tenantId}, ${id}, ${conversationId}) on conflict do nothing`;
};

/**
 * Takes the next Yjs client to write a draft with, so that whoever wrote before writes no more. Null when the draft
 * is not being written.
 */
export const takeDraftClient = async (tx: Tx, id: string): Promise<number | null> => {
  const [row] = await tx<{ client: number }[]>`update xin.drafts set client = client + 1
    where id = ${id} and decision_id is null returning client::float8`;
  return row?.client ?? null;
};

/** Ends the writing of a draft by a decision that is recorded, mostly its own. */
export const endDraftWriting = async (tx: Tx, id: string, decisionId: string): Promise<void> => {
  await tx`update xin.drafts set decision_id = ${decisionId} where id = ${id}`;
};
