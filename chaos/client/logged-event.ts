import { createHash } from "node:crypto";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { LoggedEvent } from "../history/records.ts";

/** An event as the history records it: only words of people carry a client id and content. */
export const loggedEvent = ({ seq, id, clientId, actor, body }: ConversationEvent): LoggedEvent => {
  const isMessage = body.type === "message.posted" && actor.kind !== "ai";
  const hash = isMessage ? hashOf(body.parts) : noMessage;
  return { seq, eventId: id, clientId: isMessage ? clientId : null, hash };
};

/** The digest of a message's words. */
export const hashOf = (parts: readonly { readonly text: string }[]): string =>
  createHash("sha256")
    .update(parts.map(({ text }) => text).join("\n"))
    .digest("hex")
    .slice(0, 16);

/** What stands in place of a digest for events that are no words of people. */
export const noMessage = "not a message";
