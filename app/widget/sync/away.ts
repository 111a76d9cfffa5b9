import type { WidgetState } from "./widget-state.ts";
import { custody } from "./widget-state.ts";

/** Nobody is there to answer now. */
export type Away = {
  /** When people are back; null when nobody knows. */
  readonly backAt: string | null;
  /** The address the visitor left. */
  readonly email: string | null;
  /** One that was refused. */
  readonly refused: string | null;
  readonly isSending: boolean;
};

/**
 * Whether a visitor waits for a person while none is there, and what they left. Null while the AI or a person
 * answers, and while people are there.
 */
export const awayOf = (state: WidgetState, nowMs: number): Away | null => {
  const { people, thread, outbox } = state;
  if (people === null || custody(state).holder !== "waiting") return null;
  const changed = people.changesAt !== null && Date.parse(people.changesAt) <= nowMs;
  if (people.open !== changed) return null;
  const left = thread?.events.findLast(({ body }) => body.type === "contact.email-left")?.body;
  const waiting = outbox.findLast(({ kind }) => kind === "email");
  return {
    backAt: changed ? null : people.changesAt,
    email: left?.type === "contact.email-left" ? left.email : null,
    refused: waiting?.refused ? waiting.text : null,
    isSending: waiting !== undefined && !waiting.refused,
  };
};
