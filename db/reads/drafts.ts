import type { Tx } from "../client.ts";

/** The conversation in which a decision's draft waits; null when it waits no more, or is another tenant's. */
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
  select c.id from xin.decisions d join xin.conversations c on c.id = d.conversation_id
  where d.id = ${decisionId} and c.draft_decision_id = d.id`;
