import type { Tx } from "../client.ts";

/** What a person did with an AI's draft. `drafted`: put back. `messageSeq` is the message it became. */
export type DraftOutcome =
  | {
      readonly outcome: "approved";
      readonly messageSeq: number;
      /** Whether it went out as the AI wrote it. */
      readonly verdict: "approved" | "edited";
    }
  | { readonly outcome: "discarded"; readonly messageSeq: null; readonly verdict: "rejected" }
  | { readonly outcome: "drafted"; readonly messageSeq: null; readonly verdict: null };

/** Records what became of a draft. A decision that became something else stays as it is. */
export const recordDraftOutcome = async (
  tx: Tx,
  tenantId: string,
  decisionId: string,
  { outcome, messageSeq, verdict }: DraftOutcome,
): Promise<void> => {
  await tx`update xin.decisions set outcome = ${outcome}, message_seq = ${messageSeq}, verdict = ${verdict}
    where tenant_id = ${tenantId} and id = ${decisionId} and outcome in ('drafted', 'discarded', 'handed_over')`;
};
