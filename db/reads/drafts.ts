import type { Tx } from "../client.ts";

/** The conversation in which a decision's draft waits or is written; null when it waits no more, or is another tenant's. */
export const readLiveDraft = async (tx: Tx, decisionId: string): Promise<string | null> => {
  const [row] = await tx<{ id: string }[]>`${liveDraft(tx, decisionId)}`;
  return row?.id ?? null;
};

/** As `readLiveDraft`, and the draft neither ends nor is replaced before the transaction does. */
export const lockLiveDraft = async (tx: Tx, decisionId: string): Promise<string | null> => {
  const [row] = await tx<{ id: string }[]>`${liveDraft(tx, decisionId)} for share of c`;
  return row?.id ?? null;
};

const liveDraft = (tx: Tx, decisionId: string) => tx`
  select c.id from xin.conversations c
  where c.draft_decision_id = ${decisionId} and c.id = coalesce(
    (select d.conversation_id from xin.decisions d where d.id = ${decisionId}),
    (select w.conversation_id from xin.drafts w where w.id = ${decisionId}))`;

/** A draft that the AI has begun and not ended yet. `client` is the Yjs client it is written with. */
export type DraftInWriting = { readonly id: string; readonly client: number };

/** A decision's draft while it is written; null when nothing of it is, or it is ended. */
export const readDraftInWriting = async (
  tx: Tx,
  decisionId: string,
): Promise<DraftInWriting | null> => {
  const [row] = await tx<DraftInWriting[]>`select id, client::float8 from xin.drafts
    where id = ${decisionId} and decision_id is null`;
  return row ?? null;
};
