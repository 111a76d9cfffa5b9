import { createStore, delMany, set, values } from "idb-keyval";

/** A change that waits to be stored, of one tab's Yjs client. */
export type PendingUpdate = {
  readonly client: number;
  /** When it was made, in ms: later than all that the page had then, whoever wrote that. */
  readonly at: number;
  readonly update: Uint8Array;
  /** It is acknowledged, and here only until the browser has it elsewhere. */
  readonly isStored?: boolean;
};

/** Keeps what is not acknowledged over reloads and crashes of the page. Never rejects. */
export type PendingStore = {
  /** All of them, in any order. */
  read(): Promise<PendingUpdate[]>;
  /** Adds one, or replaces the one of the same client and time. */
  put(pending: PendingUpdate): void;
  /** Resolves when they are gone. */
  remove(pending: readonly PendingUpdate[]): Promise<void>;
};

/** Keeps it in an IndexedDB database of its own. A browser that keeps nothing leaves it to the page. */
export const browserPendingStore = (database: string): PendingStore => {
  const records = createStore(database, "updates");
  const keyOf = ({ client, at }: PendingUpdate) => `${client}-${at}`;
  return {
    read: () => values<PendingUpdate>(records).catch(() => []),
    put: (pending) => void set(keyOf(pending), pending, records).catch(() => {}),
    remove: (pending) => delMany(pending.map(keyOf), records).catch(() => {}),
  };
};
