import type { Actor } from "#contract/conversation-event.ts";

/**
 * Carried by every action: who does it, why, and how often it may happen.
 * The same shape for people, the AI, automations and the API.
 */
export type Envelope = {
  readonly tenantId: string;
  readonly actor: Actor & { readonly role?: Role };
  /** The decision that led here; null for people. */
  readonly decisionId: string | null;
  /** How many autonomous acts caused one another before this one. 0 for a person's own act; refused above 16. */
  readonly depth: number;
  /** The client's id. A repetition with the same key gets the first answer and does nothing. */
  readonly idempotencyKey: string;
  /** Check and answer, write nothing. */
  readonly dryRun: boolean;
  /** Autonomous writers only: the epoch the act was computed under. Refused when custody has changed since. */
  readonly epoch?: number;
  /** W3C trace context, from the edge to the row. */
  readonly traceparent: string | null;
};

/** Roles of a member, from the most to the least. */
export type Role = "owner" | "admin" | "operator" | "author" | "viewer";
