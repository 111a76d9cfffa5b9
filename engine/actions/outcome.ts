import type { ConversationEvent } from "#contract/conversation-event.ts";

/** The act that takes an act back: the name of an action of this folder, and its input. */
export type Inverse = {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What came of an action. */
export type Outcome = {
  /** Where the act stands in the conversation's log; null when it changed nothing. */
  readonly seq: number | null;
  /** The event's id; null when it changed nothing. */
  readonly id: string | null;
  /** True for a retry: `seq` and `id` are the first answer's, and nothing was written now. */
  readonly duplicate: boolean;
  /** The events written, in order, as the team sees them. Empty for a retry. */
  readonly events: readonly ConversationEvent[];
  /** How to undo it; null when there is nothing to undo or no way to. */
  readonly inverse: Inverse | null;
};
