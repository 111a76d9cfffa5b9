import type { Tx } from "#db/client.ts";
import { Sealed } from "#db/transaction.ts";
import { appendEvents } from "#db/writes/append-events.ts";
import { beginAppend } from "#db/writes/begin-append.ts";
import type { Act, Settled } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type Decided, decideActs, type Standing } from "./decide-acts.ts";
import { tellCommitted } from "./tell-committed.ts";

/**
 * Runs acts of one tenant in one transaction and tells of them once it is committed. Answers how each
 * ended, in order. Rejects when the transaction failed; then nothing was written, or, when the
 * database vanished during the commit, the same acts under the same ids find out.
 *
 * Locks are taken in one order everywhere: conversations in id order, the tenant's position last.
 */
export const commitActs = async (
  deps: ActionDeps,
  tenantId: string,
  acts: readonly Act[],
): Promise<readonly Settled[]> => {
  const written = await deps.db.tenant<Written>(tenantId, async (tx) => {
    const standing = await prepare(tx, deps, tenantId, acts);
    const decided = await decideActs(tx, acts, standing);
    for (const alsoWrite of decided.alsoWrite) await alsoWrite(tx);
    if (decided.events.length === 0) return { decided, base: 0 };
    return new Sealed(write(tx, tenantId, standing.at, decided));
  });
  tellCommitted(deps, tenantId, written.decided, written.base);
  return written.decided.settled;
};

/** Runs an act as `commitActs` would, up to the point of writing, and undoes everything. */
export const rehearseAct = async (
  deps: ActionDeps,
  tenantId: string,
  act: Act,
): Promise<Settled> => {
  try {
    return await deps.db.tenant(tenantId, async (tx) => {
      const { settled } = await decideActs(tx, [act], await prepare(tx, deps, tenantId, [act]));
      // Rolls back: a conversation that the act would open must not stay.
      throw new Rehearsed(settled);
    });
  } catch (error) {
    const [settled] = error instanceof Rehearsed ? error.settled : [];
    if (settled === undefined) throw error;
    return settled;
  }
};

class Rehearsed extends Error {
  readonly settled: readonly Settled[];
  constructor(settled: readonly Settled[]) {
    super("rehearsed");
    this.settled = settled;
  }
}

const prepare = async (
  tx: Tx,
  deps: ActionDeps,
  tenantId: string,
  acts: readonly Act[],
): Promise<Standing> => {
  const ground = await beginAppend(tx, tenantId, {
    conversationIds: [...new Set(acts.map((act) => act.conversationId))],
    openings: acts.flatMap(({ conversationId, opening }) =>
      opening === null ? [] : [{ id: conversationId, ...opening }],
    ),
    acts: acts.map(({ conversationId, env }) => ({ conversationId, clientId: env.idempotencyKey })),
  });
  const at = deps.clock === undefined ? ground.clock : deps.clock();
  return { ...ground, at: at.toISOString() };
};

/** What was decided, and the tenant's position before its first event. */
type Written = { readonly decided: Decided; readonly base: number };

const write = async (tx: Tx, tenantId: string, at: string, decided: Decided): Promise<Written> => ({
  decided,
  base: await appendEvents(tx, tenantId, at, decided),
});
