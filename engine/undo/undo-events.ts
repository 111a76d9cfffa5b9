import type { EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import { readDraftProposed } from "#db/reads/events.ts";
import type { Member } from "#db/reads/members.ts";
import { readTags } from "#db/reads/tags.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { writeTags } from "#db/writes/tags.ts";
import type { PlannedEvent } from "../actions/act.ts";
import { publicEvent, teamEvent } from "../actions/plan-message.ts";
import { isTagWrite, type TagWrite } from "./conversation-fields.ts";
import type { Restoring, UndoPlan } from "./plan-undo.ts";

/** An event that takes an act back, which act, and what is written besides it. */
export type UndoEvent = PlannedEvent & {
  readonly actSeq: number;
  readonly alsoWrite?: (tx: Tx, tenantId: string) => Promise<void>;
};

/** The events by which a plan is carried out, in order: the same ones people make when they do it by hand. */
export const undoEvents = async (
  tx: Tx,
  row: LockedConversation,
  { restorings, assigneeId }: UndoPlan,
  members: ReadonlyMap<string, Member>,
): Promise<readonly UndoEvent[]> => {
  const events: UndoEvent[] = [];
  let { epoch } = row;
  let draft = row.draft?.decisionId ?? null;
  const assigned = (memberId: string | null): PlannedEvent =>
    teamEvent({
      type: "conversation.assigned",
      memberId,
      memberName: memberId === null ? null : (members.get(memberId)?.name ?? null),
    });
  const givesCustodyBack = restorings.some(({ field }) => field === "custody");
  const eventOf = async (restoring: Exclude<Restoring, TagWrite>): Promise<PlannedEvent | null> => {
    switch (restoring.field) {
      case "custody":
        epoch += 1;
        return publicEvent({ type: "conversation.handed-back", epoch, note: null });
      case "assignee":
        // After custody has gone back, once and for all: see below.
        return givesCustodyBack ? null : assigned(restoring.value);
      case "status":
        return publicEvent({
          type: restoring.value === "open" ? "conversation.reopened" : "conversation.resolved",
        });
      case "draft": {
        const before = draft;
        draft = restoring.value;
        if (restoring.value !== null) return proposedAgain(tx, row.id, restoring.value);
        return before === null ? null : teamEvent({ type: "draft.discarded", decisionId: before });
      }
      default: {
        const targetSeq = Number(restoring.field.slice("message ".length));
        return publicEvent({ type: "message.retracted", targetSeq });
      }
    }
  };
  for (const restoring of restorings) {
    if (isTagWrite(restoring)) continue;
    const event = await eventOf(restoring);
    if (event !== null) events.push({ ...event, actSeq: restoring.actSeq });
  }
  const custody = restorings.find(({ field }) => field === "custody");
  if (custody !== undefined && assigneeId !== null) {
    events.push({ ...assigned(assigneeId), actSeq: custody.actSeq });
  }
  const tags = restorings.filter((restoring) => isTagWrite(restoring));
  return tags.length === 0 ? events : [...events, ...(await tagEvents(tx, row.id, tags))];
};

/** One event for all tags of an act. */
const tagEvents = async (
  tx: Tx,
  conversationId: string,
  restorings: readonly (TagWrite & { readonly actSeq: number })[],
): Promise<readonly UndoEvent[]> => {
  let tags = await readTags(tx, conversationId);
  return [...Map.groupBy(restorings, ({ actSeq }) => actSeq)].map(([actSeq, ofAct]) => {
    const named = (value: TagWrite["value"]) =>
      ofAct.filter((one) => one.value === value).map(({ field }) => field.slice("tag ".length));
    const change = { added: named("on"), removed: named("off") };
    tags = [...tags.filter((tag) => !change.removed.includes(tag)), ...change.added].toSorted();
    return {
      ...teamEvent({ type: "conversation.tags-changed", ...change, tags, decisionId: null }),
      actSeq,
      alsoWrite: (write, tenantId) => writeTags(write, tenantId, conversationId, change),
    };
  });
};

/** The draft that a later act had put aside. */
const proposedAgain = async (
  tx: Tx,
  conversationId: string,
  decisionId: string,
): Promise<PlannedEvent | null> => {
  const proposed = await readDraftProposed(tx, conversationId, decisionId);
  const body: EventBody | undefined = proposed?.body;
  return body?.type === "draft.proposed" ? teamEvent(body) : null;
};
