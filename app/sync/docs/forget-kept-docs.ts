import { createStore, del } from "idb-keyval";
import { keptDocs } from "./kept-doc-store.ts";

/**
 * Forgets the documents that this browser keeps, of everybody who signed in here. Changes that wait to be
 * stored stay, as does what is being written in a composer: they are nowhere else. Never rejects.
 */
export const forgetKeptDocs = async (): Promise<void> => {
  try {
    const databases = await indexedDB.databases();
    const names = databases.flatMap(({ name }) => (name?.endsWith(keptDocs.ending) ? [name] : []));
    await Promise.all(names.map((name) => del(keptDocs.key, createStore(name, keptDocs.store))));
  } catch {
    // A browser without memory keeps nothing.
  }
};
