import { appendKnown } from "#db/writes/append-known.ts";
import type { Act, Settled } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Decided } from "./decide-acts.ts";
import { decideKnown } from "./decide-known.ts";
import { knownConversations } from "./known-conversations.ts";
import { tellCommitted } from "./tell-committed.ts";

/**
 * Runs acts of one tenant as `commitActs` does, but decides them on what this process remembers of their
 * conversations, and has one statement write them if it is all still so. Null when it is not, or when memory
 * will not do; then nothing was written, and `commitActs` finds out.
 */
export const commitKnown = async (
  deps: ActionDeps,
  tenantId: string,
  acts: readonly Act[],
): Promise<readonly Settled[] | null> => {
  const memory = knownConversations(deps);
  const known = memory.find(tenantId, new Set(acts.map((act) => act.conversationId)));
  if (known === null || deps.clock !== undefined) return null;
  const decided = await decideKnown(acts, known);
  if (decided === null) return null;
  const belief = {
    known,
    acts: acts.map(({ conversationId, env }) => ({ conversationId, clientId: env.idempotencyKey })),
  };
  const appended = await appendKnown(deps.db, tenantId, belief, decided);
  if (appended === null) {
    memory.forget(tenantId, known);
    return null;
  }
  const { settled, ...changes } = timed(decided, appended.at);
  tellCommitted(deps, tenantId, changes, appended.base);
  return settled;
};

/** The same with the time that the database took. */
const timed = ({ settled, events, rows }: Decided, at: string) => ({
  settled: settled.map((one) =>
    one.ok
      ? {
          ...one,
          outcome: { ...one.outcome, events: one.outcome.events.map((e) => ({ ...e, at })) },
        }
      : one,
  ),
  events: events.map((item) => ({ ...item, event: { ...item.event, at } })),
  rows: rows.map((row) => ({ ...row, updatedAt: at })),
});
