import { v5 as uuidv5 } from "uuid";

/** Name space of the ids that a reply derives. Random, made once. */
const space = "6f0a4c1e-5d6b-4f0e-9c43-7b1d0c8a2e95";

/** The decision about a visitor's message under an epoch: every worker derives the same. */
export const decisionIdOf = (conversationId: string, triggerSeq: number, epoch: number) =>
  uuidv5(`decision ${conversationId} ${triggerSeq} ${epoch}`, space);

/** The decision about the same message once the visitor has proven who they are. */
export const provenIdOf = (conversationId: string, settledSeq: number, epoch: number) =>
  uuidv5(`proven ${conversationId} ${settledSeq} ${epoch}`, space);

/** The decision about a person's ask for another draft: one for each ask. */
export const revisionIdOf = (conversationId: string, askSeq: number) =>
  uuidv5(`revision ${conversationId} ${askSeq}`, space);

/** The client id of what a decision does: doing it twice is doing it once. */
export const effectIdOf = (decisionId: string) => uuidv5(`effect ${decisionId}`, space);

/** The client id of the beginning of a decision's draft. */
export const beginningIdOf = (decisionId: string) => uuidv5(`beginning ${decisionId}`, space);

/** The client id of the record that a decision's answer came too late. */
export const supersededIdOf = (decisionId: string) => uuidv5(`superseded ${decisionId}`, space);
