import type { Ack, WireError } from "#contract/ack.ts";

/** The server said no. `kind` is one of RT18. */
export class Refused extends Error {
  readonly kind: WireError["kind"];
  /** How long it asked to wait; null when it asked for nothing. */
  readonly retryAfterMs: number | null;
  constructor({ kind, message, retryAfterMs }: WireError) {
    super(`refused as ${kind}: ${message}`);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** Answers what was granted; throws Refused otherwise. */
export const granted = <T>(answer: Ack<T>): T => {
  if (answer.ok) return answer;
  throw new Refused(answer.error);
};

const passing = ["overloaded", "unavailable", "draining", "internal"];

/** Whether the same may be granted later, by RT18. What failed without an answer may. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof Refused) || passing.includes(error.kind);

/** Whether a refusal says for certain that nothing was stored. An outage cannot tell. */
export const isCertain = (error: unknown): boolean =>
  error instanceof Refused && !["unavailable", "internal"].includes(error.kind);
