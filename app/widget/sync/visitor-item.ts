import type { OutboxItem } from "#app/sync/core/outbox.ts";

/** A rating from 1 to 5 of the closing at a seq. */
export type Rated = {
  readonly closedSeq: number;
  readonly score: number;
  readonly comment: string | null;
};

/** Something a visitor did: a message, asking for a person, leaving an e-mail address, or rating a conversation. */
export type VisitorItem = OutboxItem & {
  readonly kind: "message" | "person" | "email" | "rating";
  /** Set before the first attempt, so that a retry goes to the same conversation. */
  readonly conversationId: string | null;
  /** A message's words, as they were written, or the address. Empty for the rest. */
  readonly text: string;
  /** Path of the page it was written on. */
  readonly page: string;
  /** Of a rating alone. */
  readonly rating?: Rated | undefined;
};
