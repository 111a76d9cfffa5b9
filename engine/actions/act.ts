import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import type { Audience } from "#db/reads/visitor-view.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import type { Inverse, Outcome } from "./outcome.ts";

/** What an act would write. The last event is the act itself and carries the client's id. */
export type Plan = {
  readonly events: readonly PlannedEvent[];
  readonly inverse: Inverse | null;
  /** Other rows of the same change, written before the events. */
  readonly alsoWrite?: (tx: Tx) => Promise<void>;
};

/** An event before it has a place in the log. */
export type PlannedEvent = { readonly body: EventBody; readonly audience: Audience };

/** A locked conversation as an act finds it. */
export type ConversationState = {
  /** The row after every act decided before this one. */
  readonly row: LockedConversation;
  /** Events of the same transaction that are decided but not written yet. */
  readonly pending: readonly ConversationEvent[];
};

/** One act on one conversation, not decided yet. */
export type Act = {
  readonly env: Envelope;
  readonly conversationId: string;
  /** Refusals that need no look at the conversation; an id already stored is answered before them. */
  readonly refusal: ActionRefused | null;
  /** Set when the act may open the conversation. */
  readonly opening: Opening | null;
  /** Checks the state and answers what to write; no events when nothing would change. Throws ActionRefused. */
  readonly decide: (state: ConversationState, tx: Tx) => Plan | Promise<Plan>;
};

/** Where a conversation comes from. */
export type Opening = {
  readonly channelId: string;
  readonly contactId: string;
  readonly locale: "en" | "zh" | null;
  /** Path of the page it was written on. */
  readonly page: string | null;
};

/** How an act ended. */
export type Settled =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly refused: ActionRefused };
