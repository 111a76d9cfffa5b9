import type { Db } from "#db/client.ts";
import { sessionsByTokens } from "#engine/tenancy/sessions.ts";
import type { Principal } from "#engine/tenancy/principal.ts";
import { askTogether } from "./ask-together.ts";

/** Finds who a session's token belongs to; null when it is unknown, closed or over. */
export type SessionLookup = { find(token: string): Promise<Principal | null> };

/** Looks the sessions of a rush of handshakes up together: a session that has ended is not found. */
export const makeSessionLookup = (db: Db): SessionLookup => ({
  find: askTogether((tokens: readonly string[]) => sessionsByTokens(db, tokens), {
    fullAt: 100,
    mostAsking: 2,
    windowMs: 10,
  }),
});
