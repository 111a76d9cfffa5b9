import type { WireError } from "#contract/ack.ts";
import { isPassing } from "./passing.ts";
import { RetryPause } from "./retry-pause.ts";

/** Something a person did that the server must learn of, once. */
export type OutboxItem = {
  /** Stays the same over every retry and reload. */
  readonly clientId: string;
  /** When it was written, ISO 8601. No two items of an outbox have the same: it is their order. */
  readonly at: string;
  /** Why the server refused it for good; null while it is on its way. */
  readonly refused: WireError | null;
  /** Acknowledged; shown until the log brings it. Not kept in the store. */
  readonly sent?: true;
};

/** Where items are kept between page loads, shared by the tabs of a browser. Never rejects. */
export type OutboxStore<Item extends OutboxItem> = {
  /** All items in their order. Null when the browser refuses. */
  read(): Promise<readonly Item[] | null>;
  /** Adds items, or replaces those with the same ids. False when the browser refuses to keep them. */
  put(items: readonly Item[]): Promise<boolean>;
  remove(clientIds: readonly string[]): Promise<boolean>;
  clear(): Promise<boolean>;
};

/** What became of one attempt. */
export type Delivery =
  /** Nothing more to do or to show. */
  | { readonly type: "stored" }
  /** Stored, and the log will bring it. */
  | { readonly type: "sent" }
  | { readonly type: "refused"; readonly error: WireError }
  | { readonly type: "later"; readonly retryAfterMs?: number | undefined };

/** What a refusal means for an item: a state of the server that passes, or the last word. */
export const deliveryOf = (error: WireError): Delivery =>
  isPassing(error) || error.kind === "unauthenticated" || error.kind === "outdated"
    ? { type: "later", retryAfterMs: error.retryAfterMs }
    : { type: "refused", error };

/** What the outbox needs from around it. */
export type OutboxPorts<Item extends OutboxItem> = {
  readonly store: OutboxStore<Item>;
  /** One attempt. Must answer within a bounded time. */
  readonly deliver: (item: Item) => Promise<Delivery>;
  /** Whether an attempt makes sense now. */
  readonly canDeliver: () => boolean;
  /** Runs the task while no other tab runs one. */
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  /** Items of one lane go one after the other; lanes do not wait for each other. */
  readonly laneOf: (item: Item) => string;
  /** Whether later items of its lane wait while this one is refused. */
  readonly holdsBack: (refused: Item) => boolean;
  readonly onChange: (items: readonly Item[]) => void;
};

/** So many lanes at a time, so that a long outage does not end in a flood. */
const maxLanes = 8;

/** Sends items in their order, one at a time in each lane, until the server has each of them. */
export class Outbox<Item extends OutboxItem> {
  readonly #ports: OutboxPorts<Item>;
  readonly #pause = new RetryPause(() => void this.flush());
  #items: readonly Item[] = [];
  /** Added here and perhaps not yet in the store. */
  readonly #unsaved = new Set<string>();
  /** Done, and perhaps still in the store. */
  readonly #done = new Set<string>();
  #flushing: Promise<void> | null = null;
  #again = false;
  /** Lanes with an item under way. */
  readonly #busy = new Set<string>();
  /** Ends the turn of this tab; null while it is not its turn. */
  #endTurn: (() => void) | null = null;
  #closed = false;

  constructor(ports: OutboxPorts<Item>) {
    this.#ports = ports;
  }

  /** All items, oldest first: sent ones that wait for the log, waiting ones, refused ones. */
  get items(): readonly Item[] {
    return this.#items;
  }

  /** Shows and keeps an item, and sends it as soon as that is possible. */
  async add(item: Omit<Item, "at" | "refused">): Promise<void> {
    const last = Date.parse(this.#items.at(-1)?.at ?? "") || 0;
    const at = new Date(Math.max(Date.now(), last + 1)).toISOString();
    const added = { ...item, at, refused: null } as unknown as Item;
    this.#unsaved.add(added.clientId);
    this.#show([...this.#items, added]);
    const saved = this.#ports.store.put([added]);
    void this.flush();
    this.#startLanes();
    if (await saved) this.#unsaved.delete(added.clientId);
  }

  /** Takes out what needs no further attempt: the log holds it, or its writer gave it up. */
  async settle(isSettled: (item: Item) => boolean): Promise<void> {
    const settled = this.#items.filter(isSettled);
    if (settled.length === 0) return;
    for (const { clientId } of settled) this.#done.add(clientId);
    this.#show(this.#items.filter((item) => !settled.includes(item)));
    await this.#ports.store.remove(settled.map(({ clientId }) => clientId));
    if (settled.some(({ refused }) => refused)) {
      // It may have held others back.
      void this.flush();
      this.#startLanes();
    }
  }

  /** Changes items in view and in the store. An item that stays must stay the same object. */
  async revise(change: (item: Item) => Item): Promise<void> {
    const before = new Set(this.#items);
    this.#show(this.#items.map(change));
    const revised = this.#items.filter((item) => !before.has(item));
    if (revised.length > 0) await this.#ports.store.put(revised);
  }

  /** Tries a refused item again, under the same id, with these changes. */
  async retry(clientId: string, changes: Partial<Item> = {}): Promise<void> {
    await this.revise((item) =>
      item.clientId === clientId ? { ...item, ...changes, refused: null } : item,
    );
    this.flushNow();
    this.#startLanes();
  }

  /** Takes in what the store holds: after a page load, or when another tab changed it. */
  async reload(): Promise<void> {
    const stored = await this.#ports.store.read();
    if (stored === null) return;
    const known = new Set(stored.map(({ clientId }) => clientId));
    for (const clientId of this.#done) if (!known.has(clientId)) this.#done.delete(clientId);
    this.#show([
      ...this.#items.filter(({ sent }) => sent),
      ...stored.filter(({ clientId }) => !this.#done.has(clientId)),
      ...this.#items.filter(
        ({ clientId, sent }) => !sent && this.#unsaved.has(clientId) && !known.has(clientId),
      ),
    ]);
  }

  /** Sends at once, unless a server asked to wait: the connection is back, or a person asked. */
  flushNow(): void {
    this.#pause.reset();
    this.#pause.cutShort();
    void this.flush();
  }

  /** Sends what waits. A call during a running flush makes it look once more at its end. */
  async flush(): Promise<void> {
    if (this.#pause.isOn) return;
    this.#again = true;
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = null;
    });
    await this.#flushing;
  }

  /** Stops for good. What waits stays in the store. */
  close(): void {
    this.#closed = true;
    this.#pause.stop();
  }

  async #flushAll() {
    while (this.#again && this.#mayDeliver()) {
      this.#again = false;
      await this.#ports.exclusively(() => this.#takeTurn());
    }
  }

  async #takeTurn() {
    await this.reload();
    await new Promise<void>((resolve) => {
      this.#endTurn = resolve;
      this.#startLanes();
    });
  }

  #startLanes() {
    if (this.#endTurn === null) return;
    for (const lane of new Set(this.#items.map(this.#ports.laneOf))) {
      if (this.#busy.size >= maxLanes) return;
      if (!this.#busy.has(lane) && this.#nextOf(lane) !== undefined) void this.#run(lane);
    }
    if (this.#busy.size > 0) return;
    this.#endTurn();
    this.#endTurn = null;
  }

  async #run(lane: string) {
    this.#busy.add(lane);
    for (let item = this.#nextOf(lane); item !== undefined; item = this.#nextOf(lane)) {
      await this.#attempt(item);
    }
    this.#busy.delete(lane);
    this.#startLanes();
  }

  #nextOf(lane: string): Item | undefined {
    if (!this.#mayDeliver()) return undefined;
    const { laneOf, holdsBack } = this.#ports;
    const first = this.#items.find(
      (item) => !item.sent && laneOf(item) === lane && (!item.refused || holdsBack(item)),
    );
    return first?.refused ? undefined : first;
  }

  async #attempt(item: Item) {
    const delivery = await this.#ports.deliver(item);
    const isIt = ({ clientId }: Item) => clientId === item.clientId;
    if (delivery.type === "later") {
      if (!this.#closed) this.#pause.begin(delivery.retryAfterMs);
      return;
    }
    this.#pause.reset();
    if (delivery.type === "stored") return this.settle(isIt);
    if (delivery.type === "sent") {
      this.#done.add(item.clientId);
      this.#show(this.#items.map((other) => (isIt(other) ? { ...other, sent: true } : other)));
      await this.#ports.store.remove([item.clientId]);
    } else {
      const { error } = delivery;
      await this.revise((other) => (isIt(other) ? { ...other, refused: error } : other));
    }
  }

  #mayDeliver() {
    return !this.#closed && !this.#pause.isOn && this.#ports.canDeliver();
  }

  #show(items: readonly Item[]) {
    this.#items = items;
    this.#ports.onChange(items);
  }
}
