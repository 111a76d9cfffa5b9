import { createStore, del, get, set } from "idb-keyval";
import type { StoredRange } from "#contract/text-place.ts";

/** A suggestion that is not sent: where it stands on the page, the words it would put there, and the id it is sent under. */
export type KeptSuggestion = StoredRange & { readonly proposed: string; readonly id: string };

/** Keeps what somebody writes beside a page over reloads and crashes, until it is sent or given up. Never rejects. */
export type KeptForkStore = {
  read(): Promise<readonly KeptSuggestion[]>;
  /** Replaces what was kept. */
  put(suggestions: readonly KeptSuggestion[]): Promise<void>;
};

/** Keeps it in an IndexedDB database of its own. A browser that keeps nothing leaves it to the page. */
export const browserKeptForkStore = (document: string): KeptForkStore => {
  const records = createStore(`${document}-fork`, "fork");
  return {
    read: () => get<readonly KeptSuggestion[]>("fork", records).then((kept) => kept ?? [], none),
    put: (suggestions) =>
      (suggestions.length === 0 ? del("fork", records) : set("fork", suggestions, records)).catch(
        () => {},
      ),
  };
};

const none = () => [];
