import type { Db } from "#db/client.ts";
import { sessionsByTokens } from "#engine/tenancy/sessions.ts";
import type { Principal } from "#engine/tenancy/principal.ts";

/** Finds who a session's token belongs to; null when it is unknown, closed or over. */
export type SessionLookup = { find(token: string): Promise<Principal | null> };

/** Tokens of one question, at most. */
const fullAt = 100;
/** Questions under way at once. */
const mostAsking = 2;
/** From one question to the next, in milliseconds, unless that is full: what comes meanwhile is asked together. */
const windowMs = 10;

/**
 * Looks sessions up together: a lone handshake asks at once, and in a rush those that come within a moment
 * share one transaction. Nothing is remembered: a session that has ended is not found.
 */
export const makeSessionLookup = (db: Db): SessionLookup => {
  let waiting: Waiting[] = [];
  let asking = 0;
  let askedMs = -windowMs;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    if (waiting.length === 0 || asking >= mostAsking) return;
    const inMs = askedMs + windowMs - performance.now();
    if (inMs <= 0 || waiting.length >= fullAt) void ask();
    else timer ??= setTimeout(wake, inMs);
  };
  const wake = () => {
    timer = undefined;
    schedule();
  };

  const ask = async () => {
    askedMs = performance.now();
    asking += 1;
    const batch = waiting.slice(0, fullAt);
    waiting = waiting.slice(fullAt);
    try {
      const found = await sessionsByTokens(
        db,
        batch.map(({ token }) => token),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(found[index] ?? null);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      asking -= 1;
      schedule();
    }
  };

  return {
    find: (token) =>
      new Promise((resolve, reject) => {
        waiting.push({ token, resolve, reject });
        schedule();
      }),
  };
};

type Waiting = {
  readonly token: string;
  readonly resolve: (principal: Principal | null) => void;
  readonly reject: (error: unknown) => void;
};
