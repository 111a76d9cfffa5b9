import { DatabaseUnavailable } from "#db/errors.ts";
import type { Act, Settled } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { commitActs } from "./commit-acts.ts";
import { commitKnown } from "./commit-known.ts";
import { ofProcess } from "./of-process.ts";
import type { Outcome } from "./outcome.ts";
import { outcomeOf } from "./run-act.ts";

/**
 * Limits of the queue; times in milliseconds. 256 rows cost little more than one, and commits of a tenant follow one another in
 * any case: so while a batch is written the next one gathers. Only when `crowd` acts wait does a second
 * one go alongside, to be prepared meanwhile; and when nothing is under way and twice as many conversations
 * wait, half of them are left for it. Units are UTF-16 units of text.
 */
export const queueLimits = {
  batchesInFlight: 2,
  crowd: 24,
  batchActs: 256,
  batchUnits: 1_000_000,
  queuedActs: 2_000,
  queuedUnits: 16_000_000,
  longestWaitMs: 2_000,
  retryAfterMs: 1_000,
} as const;

/**
 * Runs an act together with its neighbours of the same tenant: many acts, one transaction. An act
 * that fails never fails the others. `units` is the length of its text. Refused as `overloaded` when too
 * much waits already, or when what waits of its tenant would take longer than anybody should wait, as its
 * last batches went. Such a refusal says how long that is; a batch's worth may always wait.
 */
export const enqueueAct = (deps: ActionDeps, act: Act, units: number): Promise<Outcome> => {
  const queue = queueOf(deps);
  const waitMs = queue.expectedWaitMs(act.env.tenantId);
  if (waitMs > queueLimits.longestWaitMs || !queue.takes(units)) {
    throw new ActionRefused({
      kind: "overloaded",
      message: "Too many messages are waiting to be stored. Send the same again in a moment.",
      retryAfterMs: Math.max(queueLimits.retryAfterMs, Math.ceil(waitMs)),
    });
  }
  return new Promise((resolve, reject) => {
    queue.add(deps, { act, units, resolve, reject });
  });
};

type Item = {
  readonly act: Act;
  readonly units: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

/** The acts of one tenant that wait, oldest first, and the conversations now being written. */
type Lane = {
  items: Item[];
  /** Of the items' text. */
  units: number;
  readonly busy: Set<string>;
  inFlight: number;
  scheduled: boolean;
  /** From one batch's end to the next one's, or from a batch's start after a pause; a moving average. */
  batchMs: number | null;
  lastEndMs: number;
};

class AppendQueue {
  readonly #lanes = new Map<string, Lane>();
  #acts = 0;
  #units = 0;

  takes(units: number): boolean {
    return this.#acts < queueLimits.queuedActs && this.#units + units <= queueLimits.queuedUnits;
  }

  /** How long a new act of this tenant would wait for batches ahead of its own. 0 while nothing is known. */
  expectedWaitMs(tenantId: string): number {
    const lane = this.#lanes.get(tenantId);
    if (lane === undefined) return 0;
    const { batchActs, batchUnits } = queueLimits;
    const ahead = Math.max(lane.items.length / batchActs, lane.units / batchUnits);
    return Math.floor(ahead) * (lane.batchMs ?? 0);
  }

  add(deps: ActionDeps, item: Item): void {
    const { tenantId } = item.act.env;
    const lane = this.#lanes.get(tenantId) ?? newLane();
    this.#lanes.set(tenantId, lane);
    lane.items.push(item);
    lane.units += item.units;
    this.#acts += 1;
    this.#units += item.units;
    this.#schedule(deps, tenantId, lane);
  }

  /** Waits for the end of the event loop's turn, so that what arrives together is written together. */
  #schedule(deps: ActionDeps, tenantId: string, lane: Lane): void {
    if (lane.scheduled || !hasRoom(lane)) return;
    lane.scheduled = true;
    setImmediate(() => {
      lane.scheduled = false;
      const batch = takeBatch(lane);
      if (batch.length > 0) void this.#run(deps, tenantId, lane, batch);
    });
  }

  async #run(deps: ActionDeps, tenantId: string, lane: Lane, batch: Item[]): Promise<void> {
    const conversations = new Set(batch.map(({ act }) => act.conversationId));
    for (const id of conversations) lane.busy.add(id);
    for (const { units } of batch) {
      lane.units -= units;
      this.#units -= units;
    }
    this.#acts -= batch.length;
    lane.inFlight += 1;
    if (lane.items.length > 0) this.#schedule(deps, tenantId, lane);
    const startedMs = performance.now();
    await writeBatch(deps, tenantId, batch);
    deps.metrics?.appendBatchRows.observe(batch.length);
    const endedMs = performance.now();
    deps.metrics?.appendBatchSeconds.observe((endedMs - startedMs) / 1000);
    const tookMs = endedMs - Math.max(startedMs, lane.lastEndMs);
    lane.batchMs = lane.batchMs === null ? tookMs : lane.batchMs + (tookMs - lane.batchMs) / 4;
    lane.lastEndMs = endedMs;
    lane.inFlight -= 1;
    for (const id of conversations) lane.busy.delete(id);
    if (lane.items.length > 0) this.#schedule(deps, tenantId, lane);
    else if (lane.inFlight === 0) this.#lanes.delete(tenantId);
  }
}

const queueOf = ofProcess(() => new AppendQueue());

const hasRoom = ({ inFlight, items }: Lane): boolean =>
  inFlight === 0 || (inFlight < queueLimits.batchesInFlight && items.length >= queueLimits.crowd);

const newLane = (): Lane => ({
  items: [],
  units: 0,
  busy: new Set(),
  inFlight: 0,
  scheduled: false,
  batchMs: null,
  lastEndMs: 0,
});

/**
 * The oldest acts that fit, leaving out conversations another batch is writing: a later batch could
 * overtake it, and words of one conversation keep the order in which they came.
 */
const takeBatch = (lane: Lane): Item[] => {
  const batch: Item[] = [];
  const left: Item[] = [];
  const skipped = new Set<string>();
  const taken = new Set<string>();
  const most = mostConversations(lane);
  let units = 0;
  for (const item of lane.items) {
    const { conversationId } = item.act;
    const fits =
      batch.length < queueLimits.batchActs &&
      (batch.length === 0 || units + item.units <= queueLimits.batchUnits);
    const free = !lane.busy.has(conversationId) && !skipped.has(conversationId);
    if (fits && free && (taken.has(conversationId) || taken.size < most)) {
      taken.add(conversationId);
      batch.push(item);
      units += item.units;
    } else {
      left.push(item);
      skipped.add(conversationId);
    }
  }
  lane.items = left;
  return batch;
};

/** Of how many conversations a batch may take acts. */
const mostConversations = ({ inFlight, items }: Lane): number => {
  if (inFlight > 0 || items.length < 2 * queueLimits.crowd) return Infinity;
  const waiting = new Set(items.map(({ act }) => act.conversationId)).size;
  return waiting < 2 * queueLimits.crowd ? Infinity : Math.ceil(waiting / 2);
};

/** Settles every item. What fails a whole batch for another reason than an absent database is tried alone. */
const writeBatch = async (
  deps: ActionDeps,
  tenantId: string,
  batch: readonly Item[],
): Promise<void> => {
  try {
    const acts = batch.map(({ act }) => act);
    const settled =
      (await commitKnown(deps, tenantId, acts)) ?? (await commitActs(deps, tenantId, acts));
    for (const [index, item] of batch.entries()) answer(item, settled[index]);
  } catch (error) {
    if (batch.length === 1 || error instanceof DatabaseUnavailable) {
      for (const item of batch) item.reject(error);
      return;
    }
    deps.log.warn(
      { err: error, tenantId, acts: batch.length },
      "a batch failed; trying each alone",
    );
    for (const item of batch) await writeBatch(deps, tenantId, [item]);
  }
};

const answer = (item: Item, settled: Settled | undefined): void => {
  try {
    item.resolve(outcomeOf(settled));
  } catch (error) {
    item.reject(error);
  }
};
