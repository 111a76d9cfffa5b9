import type { OutboxItem } from "#app/sync/core/outbox.ts";

/** Something a visitor did: a message, asking for a person, or leaving an e-mail address. */
export type VisitorItem = OutboxItem & {
  readonly kind: "message" | "person" | "email";
  /** Set before the first attempt, so that a retry goes to the same conversation. */
  readonly conversationId: string | null;
  /** A message's words, as they were written, or the address. Empty when a person is asked for. */
  readonly text: string;
  /** Path of the page it was written on. */
  readonly page: string;
};
