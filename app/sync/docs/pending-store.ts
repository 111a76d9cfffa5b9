import { createStore, delMany, set, values } from "idb-keyval";

/** A change that is not acknowledged yet, of one tab's Yjs client and in its order. */
export type PendingUpdate = {
  readonly client: number;
  readonly at: number;
  readonly update: Uint8Array;
};

/** Keeps what is not acknowledged over reloads and crashes of the page. Never rejects. */
export type PendingStore = {
  read(): Promise<PendingUpdate[]>;
  put(pending: PendingUpdate): void;
  remove(pending: readonly PendingUpdate[]): void;
};

/** Keeps it in an IndexedDB database of its own. A browser that keeps nothing leaves it to the page. */
export const browserPendingStore = (database: string): PendingStore => {
  const records = createStore(database, "updates");
  const keyOf = ({ client, at }: PendingUpdate) => `${client}-${at}`;
  return {
    read: async () => {
      const kept = await values<PendingUpdate>(records).catch(() => []);
      return kept.toSorted((a, b) => a.client - b.client || a.at - b.at);
    },
    put: (pending) => void set(keyOf(pending), pending, records).catch(() => {}),
    remove: (pending) => void delMany(pending.map(keyOf), records).catch(() => {}),
  };
};
