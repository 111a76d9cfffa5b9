import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { EventBus } from "../runtime/event-bus.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Most conversations a process remembers, those it wrote to last; about 1 KB each. */
const mostKnown = 5_000;

/**
 * Conversations as this process wrote them last. One is forgotten when another process is heard to have written
 * to it. That may come late or never: what is remembered is held against the rows before anything is written.
 */
export class KnownConversations {
  readonly #rows = new Map<string, LockedConversation>();

  constructor(bus: EventBus) {
    bus.subscribe((message) => {
      if (message.type !== "committed" || message.conversationId === null) return;
      const key = keyOf(message.tenantId, message.conversationId);
      const known = this.#rows.get(key);
      if (known !== undefined && known.position < message.position) this.#rows.delete(key);
    });
  }

  /** All of these; null when one of them is not known. */
  find(tenantId: string, ids: Iterable<string>): LockedConversation[] | null {
    const found: LockedConversation[] = [];
    for (const id of ids) {
      const row = this.#rows.get(keyOf(tenantId, id));
      if (row === undefined) return null;
      found.push(row);
    }
    return found;
  }

  /** Takes committed rows in, unless something newer is known of them. */
  remember(tenantId: string, rows: readonly LockedConversation[]): void {
    for (const row of rows) {
      const key = keyOf(tenantId, row.id);
      if ((this.#rows.get(key)?.position ?? 0) > row.position) continue;
      this.#rows.delete(key);
      this.#rows.set(key, row);
    }
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= mostKnown) return;
      this.#rows.delete(oldest);
    }
  }

  forget(tenantId: string, rows: readonly LockedConversation[]): void {
    for (const { id } of rows) this.#rows.delete(keyOf(tenantId, id));
  }
}

/** The memory of this process, which has one bus and may reach its database in several ways. */
export const knownConversations = ({ bus }: ActionDeps): KnownConversations => {
  const memory = memories.get(bus) ?? new KnownConversations(bus);
  memories.set(bus, memory);
  return memory;
};

const memories = new WeakMap<EventBus, KnownConversations>();

const keyOf = (tenantId: string, conversationId: string) => `${tenantId}/${conversationId}`;
