import type { ConversationEvent } from "#contract/conversation-event.ts";

/** Who holds a conversation at a point of its log. */
export type Custody = "ai" | "people" | "waiting";

/** Custody once this event has happened. */
export const custodyAfter = (before: Custody, { actor, body }: ConversationEvent): Custody => {
  switch (body.type) {
    case "conversation.taken-over":
      return "people";
    case "conversation.handed-back":
      return "ai";
    case "conversation.handed-over":
      return "waiting";
    case "message.posted":
      // A person's public answer takes custody with it.
      return actor.kind === "member" && !body.note ? "people" : before;
    default:
      return before;
  }
};

/** CSS classes of the custody line. The dashed amber of waiting says: nobody has it. */
export const custodyClass: Record<Custody, string> = {
  ai: "o-ai",
  people: "o-me",
  waiting: "o-no",
};
