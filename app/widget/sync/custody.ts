import type { ConversationEvent } from "#contract/conversation-event.ts";

/** Who answers now. `name` is the person's, when a person holds the conversation and is known. */
export type Custody = {
  readonly holder: "ai" | "people" | "waiting";
  readonly name: string | null;
};

/** What the server said about the holder, and up to which seq that holds. */
export type KnownHolder = { readonly holder: Custody["holder"]; readonly asOfSeq: number };

/** Follows the holder from what the server said through the events that came after. */
export const custodyOf = (known: KnownHolder, events: readonly ConversationEvent[]): Custody => {
  let { holder } = known;
  let name: string | null = null;
  for (const event of events) {
    const change = changeOf(event);
    if (change === null) continue;
    if (event.seq > known.asOfSeq) holder = change.holder;
    name = change.holder === "people" ? (change.name ?? name) : null;
  }
  return { holder, name: holder === "people" ? name : null };
};

const changeOf = ({ actor, body }: ConversationEvent): Custody | null => {
  switch (body.type) {
    case "conversation.taken-over":
      return { holder: "people", name: body.memberName };
    case "conversation.handed-back":
      return { holder: "ai", name: null };
    case "conversation.handed-over":
      return { holder: "waiting", name: null };
    case "message.posted":
      return actor.kind === "member" && !body.note ? { holder: "people", name: actor.name } : null;
    default:
      return null;
  }
};
