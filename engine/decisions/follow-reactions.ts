import type { Db, Tx } from "#db/client.ts";
import {
  readClosingDecision,
  isPartOfUndo,
  readDecisionBefore,
  readMessageDecision,
} from "#db/reads/decision-before.ts";
import { readDraftProposed, readLog } from "#db/reads/events.ts";
import type { StoredEvent } from "#db/reads/stored-event.ts";
import {
  insertFirstReaction,
  insertReaction,
  type NewReaction,
} from "#db/writes/decision-reactions.ts";
import { lockConsumer, moveConsumer } from "#db/writes/reply-tasks.ts";
import { saysTheSame } from "../actions/says-the-same.ts";
import { editDistance } from "./edit-distance.ts";
import { wordsOf } from "./words-of.ts";

/** Name of the position that reactions follow the log by. */
export const reactionConsumer = "reactions";

/** Events read at once. */
const batch = 200;

/**
 * Goes through what is new in a tenant's log and records what people did after the AI's decisions. Position and
 * reactions move in one transaction, and only one worker follows a tenant at a time. Everything comes
 * from the log: what happened before this was followed is found too.
 */
export const followReactions = async (db: Db, tenantId: string): Promise<void> => {
  for (;;) {
    const isThrough = await db.tenant(
      tenantId,
      async (tx) => {
        const after = await lockConsumer(tx, tenantId, reactionConsumer);
        const { events, position } = await readLog(tx, { after, limit: batch });
        if (position === after) return true;
        for (const event of events) {
          if (isByPeople(event)) await recordReaction(tx, tenantId, event);
        }
        await moveConsumer(tx, reactionConsumer, position);
        return position - after < batch;
      },
      { deadlineMs: 30_000 },
    );
    if (isThrough) return;
  }
};

const isByPeople = ({ actor }: StoredEvent): boolean =>
  actor.kind === "member" || actor.kind === "api" || actor.kind === "system";

const recordReaction = async (tx: Tx, tenantId: string, event: StoredEvent): Promise<void> => {
  const { body, conversationId, seq } = event;
  // What takes an act back is told by the event that says so.
  if (mayTakeBack.has(body.type) && (await isPartOfUndo(tx, conversationId, seq))) return;
  const first = async (kind: NewReaction["kind"], decisionId: string | null) => {
    if (decisionId !== null) {
      await insertFirstReaction(tx, tenantId, event, { ...plain, kind, decisionId });
    }
  };
  const each = async (kind: NewReaction["kind"], decisionId: string | null) => {
    if (decisionId !== null) {
      await insertReaction(tx, tenantId, event, { ...plain, kind, decisionId });
    }
  };
  switch (body.type) {
    case "message.posted":
      if (body.note) return;
      if (body.decisionId !== null) await recordApproval(tx, tenantId, event);
      else await first("replied", await readDecisionBefore(tx, conversationId, seq));
      return;
    case "act.undone":
      await each("undone", body.undoneDecisionId);
      return;
    case "draft.discarded":
      await recordRejection(tx, tenantId, event);
      return;
    case "message.retracted":
      await each("undone", await readMessageDecision(tx, conversationId, body.targetSeq));
      return;
    case "conversation.taken-over":
      await first("took_over", await readDecisionBefore(tx, conversationId, seq));
      return;
    case "conversation.reopened":
      await each("reopened", await readClosingDecision(tx, conversationId, seq));
      return;
    default:
  }
};

/** Events that people make by hand, and undos too. */
const mayTakeBack: ReadonlySet<string> = new Set([
  "draft.discarded",
  "message.retracted",
  "conversation.reopened",
]);

const plain = {
  editDistance: null,
  draftLength: null,
  wordsChanged: null,
  draftWords: null,
  waitedMs: null,
  reason: null,
} as const;

/** How long a draft had waited, by the database's clock. */
const waitedMs = (proposed: StoredEvent, ended: StoredEvent): number =>
  Math.max(0, Date.parse(ended.at) - Date.parse(proposed.at));

/** A person discarded the AI's draft, and perhaps said why. */
const recordRejection = async (tx: Tx, tenantId: string, event: StoredEvent): Promise<void> => {
  const { body, conversationId, seq } = event;
  if (body.type !== "draft.discarded") return;
  const { decisionId, reason = null } = body;
  const proposed = await readDraftProposed(tx, conversationId, decisionId, seq);
  await insertReaction(tx, tenantId, event, {
    ...plain,
    decisionId,
    kind: "rejected",
    waitedMs: proposed === null ? null : waitedMs(proposed, event),
    reason,
  });
};

/** A person sent the AI's draft: as it was, or with so many characters changed. */
const recordApproval = async (tx: Tx, tenantId: string, event: StoredEvent): Promise<void> => {
  const { body, conversationId, seq } = event;
  if (body.type !== "message.posted" || body.decisionId === null) return;
  const { decisionId } = body;
  const proposed = await readDraftProposed(tx, conversationId, decisionId, seq);
  if (proposed?.body.type !== "draft.proposed") return;
  const draft = proposed.body.text;
  const sent = body.parts.map((part) => part.text).join("\n");
  const words = wordsOf(draft);
  await insertReaction(tx, tenantId, event, {
    decisionId,
    kind: saysTheSame(draft, sent) ? "approved" : "edited",
    editDistance: await editDistance(draft, sent),
    draftLength: draft.length,
    wordsChanged: await editDistance(words, wordsOf(sent)),
    draftWords: words.length,
    waitedMs: waitedMs(proposed, event),
    reason: null,
  });
};
