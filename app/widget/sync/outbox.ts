import type { WireError } from "#contract/ack.ts";
import type { ErrorKind } from "#contract/error-kind.ts";
import { retryDelayMs } from "./backoff.ts";

/** Something the visitor did that the server must learn of, once. */
export type OutboxItem = {
  /** Stays the same over every retry and reload. */
  readonly clientId: string;
  readonly kind: "message" | "person";
  /** Set before the first attempt, so that a retry goes to the same conversation. */
  readonly conversationId: string | null;
  /** A message's words, as they were written. Empty when a person is asked for. */
  readonly text: string;
  /** Path of the page it was written on. */
  readonly page: string;
  /** ISO 8601, for display. */
  readonly at: string;
  /** Why the server refused it for good; null while it is on its way. */
  readonly refused: ErrorKind | null;
};

/** Where items are kept between page loads. Never rejects. */
export type OutboxStore = {
  /** Null when the browser refuses. */
  read(): Promise<readonly OutboxItem[] | null>;
  /** Atomic, also between tabs. False when the browser refuses to keep the result. */
  change(update: (items: readonly OutboxItem[]) => readonly OutboxItem[]): Promise<boolean>;
};

/** What became of one attempt. */
export type Delivery =
  | { readonly type: "stored" }
  | { readonly type: "refused"; readonly kind: ErrorKind }
  | { readonly type: "later"; readonly retryAfterMs: number };

/** What a refusal means: a passing state of the server, or the last word. */
export const deliveryOf = (error: WireError): Delivery =>
  passing.includes(error.kind)
    ? { type: "later", retryAfterMs: error.retryAfterMs ?? 0 }
    : { type: "refused", kind: error.kind };

const passing: readonly ErrorKind[] = [
  "overloaded",
  "unavailable",
  "draining",
  "internal",
  "unauthenticated",
  "outdated",
];

/** What the outbox needs from around it. */
export type OutboxPorts = {
  readonly store: OutboxStore;
  /** One attempt. Must answer within a bounded time. */
  readonly deliver: (item: OutboxItem) => Promise<Delivery>;
  /** Whether an attempt makes sense now. */
  readonly canDeliver: () => boolean;
  /** Runs the task while no other tab runs one. */
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  readonly onChange: (items: readonly OutboxItem[]) => void;
};

/** Sends items one after the other, in their order, until the server has each of them. */
export class Outbox {
  readonly #ports: OutboxPorts;
  #items: readonly OutboxItem[] = [];
  /** Added here and perhaps not yet in the store. */
  readonly #unsaved = new Set<string>();
  /** Done, and perhaps still in the store. */
  readonly #done = new Set<string>();
  #flushing: Promise<void> | null = null;
  #again = false;
  #attempt = 0;
  /** Set while the server asked to wait, or while a failed attempt waits for its turn. */
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  /** All items, oldest first, refused ones included. */
  get items(): readonly OutboxItem[] {
    return this.#items;
  }

  /** Shows and keeps an item, and sends it as soon as that is possible. */
  async add(item: OutboxItem): Promise<void> {
    this.#unsaved.add(item.clientId);
    this.#show([...this.#items, item]);
    const saved = this.#ports.store.change((items) => [...items, item]);
    void this.flush();
    if (await saved) this.#unsaved.delete(item.clientId);
  }

  /** The log holds it: it needs no further attempt. */
  async settle(clientId: string): Promise<void> {
    if (!this.#items.some((item) => item.clientId === clientId)) return;
    this.#done.add(clientId);
    this.#show(this.#items.filter((item) => item.clientId !== clientId));
    await this.#ports.store.change((items) => items.filter((item) => item.clientId !== clientId));
  }

  /** Changes items in view and in the store. */
  async revise(change: (item: OutboxItem) => OutboxItem): Promise<void> {
    this.#show(this.#items.map(change));
    await this.#ports.store.change((items) => items.map(change));
  }

  /** Tries a refused item again, under the same id. */
  async retry(clientId: string): Promise<void> {
    await this.revise((item) => (item.clientId === clientId ? { ...item, refused: null } : item));
    this.flushNow();
  }

  /** Takes in what the store holds: after a page load, or when another tab changed it. */
  async reload(): Promise<void> {
    const stored = await this.#ports.store.read();
    if (stored === null) return;
    const known = new Set(stored.map((item) => item.clientId));
    const here = this.#items.filter(
      (item) => this.#unsaved.has(item.clientId) && !known.has(item.clientId),
    );
    this.#show([...stored, ...here].filter((item) => !this.#done.has(item.clientId)));
  }

  /** Forgets the waiting time and sends at once: the connection is back, or a person asked. */
  flushNow(): void {
    this.#attempt = 0;
    this.#stopWaiting();
    void this.flush();
  }

  /** Sends what waits. A call during a running flush makes it look once more at its end. */
  async flush(): Promise<void> {
    if (this.#timer !== null) return;
    this.#again = true;
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = null;
    });
    await this.#flushing;
  }

  /** Stops for good. What waits stays in the store. */
  close(): void {
    this.#closed = true;
    this.#stopWaiting();
  }

  async #flushAll() {
    while (this.#again && this.#mayDeliver()) {
      this.#again = false;
      await this.#ports.exclusively(() => this.#deliverInOrder());
    }
  }

  async #deliverInOrder() {
    await this.reload();
    while (this.#mayDeliver()) {
      const item = this.#items.find(({ refused }) => refused === null);
      if (item === undefined) return;
      const delivery = await this.#ports.deliver(item);
      if (delivery.type === "later") return this.#retryLater(delivery.retryAfterMs);
      this.#attempt = 0;
      if (delivery.type === "stored") await this.settle(item.clientId);
      else {
        const { kind } = delivery;
        await this.revise((other) =>
          other.clientId === item.clientId ? { ...other, refused: kind } : other,
        );
      }
    }
  }

  #retryLater(retryAfterMs: number) {
    if (this.#closed) return;
    this.#stopWaiting();
    const delayMs = retryDelayMs(this.#attempt, retryAfterMs);
    this.#attempt += 1;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, delayMs);
  }

  #stopWaiting() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #mayDeliver() {
    return !this.#closed && this.#timer === null && this.#ports.canDeliver();
  }

  #show(items: readonly OutboxItem[]) {
    this.#items = items;
    this.#ports.onChange(items);
  }
}
