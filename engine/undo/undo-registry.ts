import type { EventBody } from "#contract/conversation-event.ts";

/** How an act is taken back. */
export type UndoWay =
  /** The conversation stands afterwards as it stood before. */
  | "inverse"
  /** What was seen was seen: it is taken back for all to see. */
  | "compensation"
  /** It has an effect that nothing takes back, so a person approves it before it happens. */
  | "approval"
  /** It changes nothing, or nobody but people and visitors does it. */
  | "nothing";

/**
 * Every kind of event and how it is taken back when the AI or an automation did it. The one list: an act
 * without an entry does not compile, and a test holds what may act by itself against it.
 */
export const undoWays: Readonly<Record<EventBody["type"], UndoWay>> = {
  "message.posted": "compensation",
  "draft.proposed": "inverse",
  "conversation.assigned": "inverse",
  "conversation.resolved": "inverse",
  "conversation.reopened": "inverse",
  "conversation.tags-changed": "inverse",
  // Custody goes back under a new epoch, and the AI looks at what the visitor wrote once more.
  "conversation.handed-over": "inverse",
  "conversation.opened": "nothing",
  "conversation.taken-over": "nothing",
  "conversation.handed-back": "nothing",
  "message.retracted": "nothing",
  // The draft that comes of it is what goes back.
  "draft.begun": "nothing",
  "draft.withdrawn": "nothing",
  "draft.discarded": "nothing",
  "draft.revision-asked": "nothing",
  "draft.kept": "nothing",
  "reply.superseded": "nothing",
  "act.undone": "nothing",
  // The installation asks the next person, a visitor leaves an address or a rating, people set a mode: none of it is the AI's.
  "conversation.escalated": "nothing",
  "contact.email-left": "nothing",
  "conversation.rated": "nothing",
  // A mail that is out is out; the code runs out by itself.
  "identity.asked": "nothing",
  "identity.settled": "nothing",
  "conversation.mode-set": "nothing",
  hidden: "nothing",
};

/** Whether an act of this kind can be taken back. */
export const isUndoable = (type: EventBody["type"]): boolean =>
  undoWays[type] === "inverse" || undoWays[type] === "compensation";

/** Kinds of acts that can be taken back. */
export const undoableTypes: readonly EventBody["type"][] = (
  Object.keys(undoWays) as EventBody["type"][]
).filter(isUndoable);
