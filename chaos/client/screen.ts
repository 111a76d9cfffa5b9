import { createHash } from "node:crypto";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { LoggedEvent } from "../history/records.ts";

/** A conversation as one page shows it: in order, each event once, with what came too early held back. */
export type Screen = {
  /** The seq up to which it has been shown; 0 when nothing has. */
  readonly shown: number;
  /** Whether something came too early. */
  readonly isHolding: boolean;
  isFetching: boolean;
  take(event: ConversationEvent): void;
};

/** An empty screen; `show` is called with each event that is put on it. */
export const makeScreen = (show: (event: LoggedEvent) => void): Screen => {
  const held = new Map<number, ConversationEvent>();
  let shown = 0;
  return {
    isFetching: false,
    get shown() {
      return shown;
    },
    get isHolding() {
      return held.size > 0;
    },
    take: (event) => {
      if (event.seq > shown) held.set(event.seq, event);
      for (let next = held.get(shown + 1); next !== undefined; next = held.get(shown + 1)) {
        held.delete(next.seq);
        shown = next.seq;
        show(loggedEvent(next));
      }
    },
  };
};

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
