import { createStore, del, get, set } from "idb-keyval";
import type { WireError } from "#contract/ack.ts";

/** A document as the server had it when this browser last heard of it. */
export type KeptDoc = {
  /** A Yjs update: all that is known to be stored, and nothing that waits to be. */
  readonly state: Uint8Array;
  readonly mayWrite: boolean;
};

/** Keeps a document over reloads, so that it opens while the line is down. Never rejects. */
export type KeptDocStore = {
  read(): Promise<KeptDoc | null>;
  put(kept: KeptDoc): Promise<void>;
  remove(): Promise<void>;
  /** Why the changes that wait were refused for good; null when they were not. */
  readRefusal(): Promise<WireError | null>;
  /** Apart from the document: another tab, which waits for nothing, does not write over it. */
  putRefusal(refused: WireError | null): Promise<void>;
};

/** Where documents lie: how the names of their databases end, and where in these. */
export const keptDocs = { ending: "-kept", store: "doc", key: "doc" } as const;

/** Keeps it in an IndexedDB database of its own. A browser that keeps nothing waits for the line. */
export const browserKeptDocStore = (document: string): KeptDocStore => {
  const { ending, store, key } = keptDocs;
  const records = createStore(`${document}${ending}`, store);
  return {
    read: () => get<KeptDoc>(key, records).then((kept) => kept ?? null, nothing),
    put: (kept) => set(key, kept, records).catch(() => {}),
    remove: () => del(key, records).catch(() => {}),
    readRefusal: () => get<WireError>("refused", records).then((kept) => kept ?? null, nothing),
    putRefusal: (refused) =>
      (refused === null ? del("refused", records) : set("refused", refused, records)).catch(
        () => {},
      ),
  };
};

const nothing = () => null;
