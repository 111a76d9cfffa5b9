import type { Tx } from "#db/client.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { Act } from "./act.ts";
import { type Decided, decideActs } from "./decide-acts.ts";

/**
 * Decides acts on conversations as they are remembered. Null when memory will not do: an act is refused (by what
 * may be old, or as the second of its id), or reads or writes more than events. The time of the events is not
 * known yet and stays empty, which no column takes.
 */
export const decideKnown = async (
  acts: readonly Act[],
  rows: readonly LockedConversation[],
): Promise<Decided | null> => {
  try {
    const decided = await decideActs(noDatabase, acts, { rows, stored: [], at: "" });
    const isWhole = decided.settled.every(({ ok }) => ok) && decided.alsoWrite.length === 0;
    return isWhole && decided.events.length > 0 ? decided : null;
  } catch (error) {
    if (error instanceof AsksDatabase) return null;
    throw error;
  }
};

class AsksDatabase extends Error {}

const askDatabase = (): never => {
  throw new AsksDatabase();
};

/** Ends a decision that wants to look into the database. */
const noDatabase = new Proxy((() => {}) as unknown as Tx, { apply: askDatabase, get: askDatabase });
