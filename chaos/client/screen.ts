import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { LoggedEvent } from "../history/records.ts";
import { loggedEvent } from "./logged-event.ts";

/** A conversation as one page shows it: in order, each event once, with what came too early held back. */
export type Screen = {
  /** The seq up to which it has been shown; 0 when nothing has. */
  readonly shown: number;
  /** Whether something came too early. */
  readonly isHolding: boolean;
  isFetching: boolean;
  /** Whether to fetch once more: what is on its way may be older than the reason to fetch. */
  again: boolean;
  take(event: ConversationEvent): void;
};

/** An empty screen; `show` is called with each event that is put on it. */
export const makeScreen = (show: (event: LoggedEvent) => void): Screen => {
  const held = new Map<number, ConversationEvent>();
  let shown = 0;
  return {
    isFetching: false,
    again: false,
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
