import type { Db } from "#db/client.ts";
import { type Principal, sessionsByTokens } from "#engine/tenancy/sessions.ts";

/** Finds who a session's token belongs to; null when it is unknown, closed or over. */
export type SessionLookup = { find(token: string): Promise<Principal | null> };

/** Tokens of one question, at most. */
const fullAt = 100;
/** Questions under way at once. Above, what comes waits and is asked together. */
const mostAsking = 2;

/**
 * Looks sessions up together: a lone handshake asks at once, and in a rush those that come while others
 * are being asked share one transaction. Nothing is remembered: a session that has ended is not found.
 */
export const makeSessionLookup = (db: Db): SessionLookup => {
  let waiting: Waiting[] = [];
  let asking = 0;

  const ask = async () => {
    const batch = waiting.slice(0, fullAt);
    waiting = waiting.slice(fullAt);
    if (batch.length === 0) return;
    asking += 1;
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
      void ask();
    }
  };

  return {
    find: (token) =>
      new Promise((resolve, reject) => {
        waiting.push({ token, resolve, reject });
        if (asking < mostAsking) void ask();
      }),
  };
};

type Waiting = {
  readonly token: string;
  readonly resolve: (principal: Principal | null) => void;
  readonly reject: (error: unknown) => void;
};
