import type { OutboxItem, OutboxStore } from "../../app/sync/core/outbox.ts";

/** A browser's storage for an outbox: shared by its tabs, and outliving them. */
export type OutboxStorage<Item extends OutboxItem> = {
  readonly store: OutboxStore<Item>;
  /** What is kept now, in its order. */
  readonly kept: () => readonly Item[];
};

/** Storage that works as IndexedDB does: what goes in and out are copies. */
export const makeOutboxStorage = <Item extends OutboxItem>(): OutboxStorage<Item> => {
  const records = new Map<string, Item>();
  const kept = () =>
    structuredClone([...records.values()].toSorted((a, b) => a.at.localeCompare(b.at)));
  return {
    kept,
    store: {
      read: () => Promise.resolve(kept()),
      put: (items) => {
        for (const item of items) records.set(item.clientId, structuredClone(item));
        return Promise.resolve(true);
      },
      remove: (clientIds) => {
        for (const clientId of clientIds) records.delete(clientId);
        return Promise.resolve(true);
      },
      clear: () => {
        records.clear();
        return Promise.resolve(true);
      },
    },
  };
};
