import type { Tx } from "#db/client.ts";
import { readDraftInWriting } from "#db/reads/drafts.ts";
import { ActionRefused } from "./action-refused.ts";

/** Refuses a draft that the AI still writes: the guards decide over the whole of it, and what it cites comes last. */
export const assertWritten = async (tx: Tx, decisionId: string): Promise<void> => {
  if ((await readDraftInWriting(tx, decisionId)) === null) return;
  throw new ActionRefused({
    kind: "conflict",
    message: "The AI still writes this draft. Wait for the end, or stop it first.",
  });
};
