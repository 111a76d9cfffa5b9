import { v7 as uuidv7 } from "uuid";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import type { EventToAppend } from "#db/writes/append-events.ts";
import type { Ground, LockedConversation } from "#db/writes/begin-append.ts";
import type { Act, Plan, Settled } from "./act.ts";
import { ActionRefused } from "./action-refused.ts";
import { applyEvent } from "./apply-event.ts";
import { noConversation } from "./check-envelope.ts";
import type { Outcome } from "./outcome.ts";

/** What acts are decided on, and the time of their events. */
export type Standing = Pick<Ground, "rows" | "stored"> & { readonly at: string };

/** What the acts came to. Nothing is written yet. */
export type Decided = {
  /** One for each act, in order. */
  readonly settled: readonly Settled[];
  readonly events: readonly EventToAppend[];
  /** Rows with new events, as they are after them; `position` is not set. */
  readonly rows: readonly LockedConversation[];
  readonly alsoWrite: readonly NonNullable<Plan["alsoWrite"]>[];
};

/**
 * Decides acts one after the other, each on the state the ones before it leave. A refused act changes
 * nothing and never touches its neighbours. An act that is stored already, or stands earlier in the
 * same list, gets its first answer before any check.
 */
export const decideActs = async (
  tx: Tx,
  acts: readonly Act[],
  standing: Standing,
): Promise<Decided> => {
  const ledger = new Ledger(standing);
  const settled: Settled[] = [];
  for (const act of acts) settled.push(await settle(tx, act, ledger));
  return {
    settled,
    events: ledger.events,
    rows: ledger.changedRows(),
    alsoWrite: ledger.alsoWrite,
  };
};

const settle = async (tx: Tx, act: Act, ledger: Ledger): Promise<Settled> => {
  try {
    return { ok: true, outcome: await decide(tx, act, ledger) };
  } catch (error) {
    if (error instanceof ActionRefused) return { ok: false, refused: error };
    throw error;
  }
};

const decide = async (tx: Tx, act: Act, ledger: Ledger): Promise<Outcome> => {
  const row = ledger.row(act.conversationId);
  if (row === undefined) throw act.refusal ?? noConversation();
  const { actor } = act.env;
  if (actor.kind === "visitor" && actor.id !== row.contactId) throw noConversation();
  const first = ledger.firstAnswer(act);
  if (first !== undefined) {
    return { seq: first.seq, id: first.id, duplicate: true, events: [], inverse: null };
  }
  if (act.refusal !== null) throw act.refusal;
  const pending = ledger.pending(act.conversationId);
  return ledger.record(act, row, await act.decide({ row, pending }, tx));
};

class Ledger {
  readonly events: EventToAppend[] = [];
  readonly alsoWrite: NonNullable<Plan["alsoWrite"]>[] = [];
  readonly #rows: Map<string, LockedConversation>;
  readonly #pending = new Map<string, ConversationEvent[]>();
  readonly #answers: Map<string, { readonly seq: number; readonly id: string }>;
  readonly #at: string;

  constructor({ rows, stored, at }: Standing) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#answers = new Map(stored.map((act) => [key(act.conversationId, act.clientId), act]));
    this.#at = at;
  }

  row(conversationId: string): LockedConversation | undefined {
    return this.#rows.get(conversationId);
  }

  firstAnswer(act: Act) {
    return this.#answers.get(key(act.conversationId, act.env.idempotencyKey));
  }

  pending(conversationId: string): readonly ConversationEvent[] {
    return this.#pending.get(conversationId) ?? [];
  }

  changedRows(): LockedConversation[] {
    return [...this.#rows.values()].filter((row) => {
      if (row.lastSeq === 0) throw new Error("A conversation was opened without an event");
      return this.#pending.has(row.id);
    });
  }

  /** Gives a plan's events their seq and adds them. */
  record(act: Act, before: LockedConversation, plan: Plan): Outcome {
    if (plan.alsoWrite !== undefined) this.alsoWrite.push(plan.alsoWrite);
    const events: ConversationEvent[] = [];
    let row = before;
    for (const [index, { body, audience }] of plan.events.entries()) {
      const event: ConversationEvent = {
        conversationId: act.conversationId,
        seq: row.lastSeq + 1,
        id: uuidv7(),
        clientId: index === plan.events.length - 1 ? act.env.idempotencyKey : null,
        actor: { kind: act.env.actor.kind, id: act.env.actor.id, name: act.env.actor.name },
        epoch: epochAfter(row, body),
        at: this.#at,
        body,
      };
      const { depth, traceparent } = act.env;
      const decisionId = decisionOf(body) ?? act.env.decisionId;
      this.events.push({ event, audience, decisionId, depth, traceparent });
      events.push(event);
      row = applyEvent(row, { ...event, position: row.position });
    }
    this.#rows.set(row.id, row);
    if (events.length > 0) {
      this.#pending.set(row.id, [...this.pending(row.id), ...events]);
    }
    const last = events.at(-1);
    if (last === undefined) {
      return { seq: null, id: null, duplicate: false, events, inverse: plan.inverse };
    }
    this.#answers.set(key(act.conversationId, act.env.idempotencyKey), last);
    return { seq: last.seq, id: last.id, duplicate: false, events, inverse: plan.inverse };
  }
}

const key = (conversationId: string, clientId: string) => `${conversationId}/${clientId}`;

const epochAfter = (row: LockedConversation, body: EventBody): number =>
  "epoch" in body ? body.epoch : row.epoch;

const decisionOf = (body: EventBody): string | null =>
  "decisionId" in body ? body.decisionId : null;
