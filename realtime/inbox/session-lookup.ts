import type { Db } from "#db/client.ts";
import { sessionsByHashes } from "#engine/tenancy/sessions.ts";
import type { Principal } from "#engine/tenancy/principal.ts";
import { askTogether } from "./ask-together.ts";

/** Finds whose session this is by its hash; null when it is unknown, closed or over. */
export type SessionLookup = { find(hash: string): Promise<Principal | null> };

/** Looks the sessions of a rush of handshakes up together: a session that has ended is not found. */
export const makeSessionLookup = (db: Db): SessionLookup => ({
  find: askTogether((hashes: readonly string[]) => sessionsByHashes(db, hashes), {
    fullAt: 100,
    mostAsking: 2,
    windowMs: 20,
  }),
});
