import type { Tx } from "#db/client.ts";
import { Sealed } from "#db/transaction.ts";
import { appendEvents, type EventToAppend } from "#db/writes/append-events.ts";
import { beginAppend, type Ground } from "#db/writes/begin-append.ts";
import type { BusMessage } from "../runtime/event-bus.ts";
import type { Act, Settled } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type Decided, decideActs } from "./decide-acts.ts";

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
    const decided = await decideActs(tx, acts, await prepare(tx, deps, tenantId, acts));
    for (const alsoWrite of decided.alsoWrite) await alsoWrite(tx);
    if (decided.events.length === 0) return { decided, base: 0 };
    return new Sealed(write(tx, tenantId, decided));
  });
  publish(deps, tenantId, written.decided.events, written.base);
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
): Promise<Ground> => {
  const ground = await beginAppend(tx, tenantId, {
    conversationIds: [...new Set(acts.map((act) => act.conversationId))],
    openings: acts.flatMap(({ conversationId, opening }) =>
      opening === null ? [] : [{ id: conversationId, ...opening }],
    ),
    acts: acts.map(({ conversationId, env }) => ({ conversationId, clientId: env.idempotencyKey })),
  });
  return deps.clock === undefined ? ground : { ...ground, clock: deps.clock() };
};

/** What was decided, and the tenant's position before its first event. */
type Written = { readonly decided: Decided; readonly base: number };

const write = async (tx: Tx, tenantId: string, decided: Decided): Promise<Written> => ({
  decided,
  base: await appendEvents(tx, tenantId, decided.events, decided.rows),
});

/** One message for each conversation. The log is the truth: a bus that fails here loses nothing. */
const publish = (
  { bus, log }: ActionDeps,
  tenantId: string,
  events: readonly EventToAppend[],
  base: number,
): void => {
  for (const [conversationId, message] of messagesOf(tenantId, events, base)) {
    try {
      bus.publish(message);
    } catch (error) {
      log.error(
        { err: error, tenantId, conversationId },
        "events were committed but not published",
      );
    }
  }
};

const messagesOf = (tenantId: string, events: readonly EventToAppend[], base: number) => {
  const byConversation = Map.groupBy(
    events.map((item, index) => ({ ...item, position: base + index + 1 })),
    ({ event }) => event.conversationId,
  );
  return [...byConversation].map(([conversationId, items]): [string, BusMessage] => [
    conversationId,
    {
      type: "committed",
      tenantId,
      conversationId,
      events: items.map(({ event }) => event),
      teamOnlySeqs: items.flatMap(({ event, audience }) =>
        audience === "team" ? [event.seq] : [],
      ),
      position: items.at(-1)?.position ?? base,
    },
  ]);
};
