import { v5 as uuidv5 } from "uuid";

/** Name space of the ids that an undo derives. Random, made once. */
const space = "d2a6f1c7-0b61-4b55-9a0e-6a1f5e0c9b34";

/** The decision of an undo about one decision's acts, as far as they stand in one step. */
export const undoDecisionIdOf = (undoId: string, decisionId: string, newestSeq: number): string =>
  uuidv5(`decision ${undoId} ${decisionId} ${newestSeq}`, space);

/** The client id of one step of an undo: doing it twice is doing it once. */
export const stepIdOf = (undoId: string, conversationId: string, newestSeq: number): string =>
  uuidv5(`step ${undoId} ${conversationId} ${newestSeq}`, space);
