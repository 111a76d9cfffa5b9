import { times } from "#contract/names.ts";

/** The pause before attempt number `attempt` (0 is the first), by RT26: spread by half of itself. Milliseconds. */
export const pauseBefore = (attempt: number): number =>
  spread(Math.min(times.reconnectMaxMs, times.reconnectMinMs * 2 ** Math.min(attempt, 10)));

/** A pause the server asked for: never shorter, up to half longer. */
export const askedPause = (retryAfterMs: number): number => retryAfterMs * (1 + Math.random() / 2);

const spread = (ms: number) => ms * (0.5 + Math.random());
