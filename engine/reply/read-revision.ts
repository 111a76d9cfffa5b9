import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Tx } from "#db/client.ts";
import { readDecision } from "#db/reads/decisions.ts";
import type { DecisionTrigger } from "#db/reads/decision-triggers.ts";
import { readDraftProposed, readRevisionAsked } from "#db/reads/events.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { revisionIdOf } from "./reply-ids.ts";

/** A person's ask for another draft in place of the one that waits. */
export type Revision = {
  /** Of the decision that answers the ask. */
  readonly id: string;
  /** Where the ask stands in the log. */
  readonly seq: number;
  /** The decision whose draft waits. */
  readonly of: string;
  readonly instruction: string;
  /** The draft as it stands, with what people wrote in it and without marks of citations. */
  readonly draft: string;
  /** What the draft answers, and the newest message of it. */
  readonly question: string;
  readonly triggerSeq: number;
};

/**
 * Reads the newest ask about the draft that waits. Null when nobody asked, it is dealt with, or custody changed
 * since: whoever holds the conversation now may ask again.
 */
export const readRevision = async (
  tx: Tx,
  row: ConversationRow,
  decisions: readonly DecisionTrigger[],
): Promise<Revision | null> => {
  if (row.draft === null) return null;
  const of = row.draft.decisionId;
  const asked = await readRevisionAsked(tx, row.id, of);
  if (asked?.body.type !== "draft.revision-asked" || asked.epoch !== row.epoch) return null;
  const id = revisionIdOf(row.id, asked.seq);
  if (decisions.some((one) => one.id === id)) return null;
  const [decision, proposed, shared] = [
    await readDecision(tx, of),
    await readDraftProposed(tx, row.id, of),
    await lockedDoc(tx, { kind: "draft", id: of }),
  ];
  if (decision === null || proposed?.body.type !== "draft.proposed") return null;
  return {
    id,
    seq: asked.seq,
    of,
    instruction: asked.body.instruction,
    draft: withoutMarks(shared?.text.toJSON() ?? proposed.body.text),
    question: decision.question ?? "",
    triggerSeq: decision.triggerSeq,
  };
};

/** The numbers are those of the passages then; now others have them. */
const withoutMarks = (text: string): string => text.replaceAll(/\s*[[【]\d{1,3}[\]】]/g, "");
