import { fromBase64, toBase64 } from "#app/sync/docs/base64.ts";
import type { PendingStore, PendingUpdate } from "#app/sync/docs/pending-store.ts";

const prefixOf = (decisionId: string): string => `xin.draft.unsent.${decisionId}.`;

/**
 * Keeps what was written into a draft and is not acknowledged, in this browser, over reloads and crashes.
 * A full storage loses nothing that is on screen.
 */
export const draftPendingStore = (decisionId: string): PendingStore => {
  const prefix = prefixOf(decisionId);
  const keyOf = ({ client, at }: PendingUpdate) => `${prefix}${client}.${at}`;
  return {
    read: () => Promise.resolve(keptUpdates(prefix)),
    put: (pending) => {
      try {
        localStorage.setItem(keyOf(pending), toBase64(pending.update));
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    },
    remove: (pending) => {
      for (const one of pending) localStorage.removeItem(keyOf(one));
      return Promise.resolve();
    },
  };
};

/** Forgets what was never acknowledged: the draft has ended. */
export const forgetDraftUpdates = (decisionId: string): void => {
  const prefix = prefixOf(decisionId);
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix)) localStorage.removeItem(key);
  }
};

const keptUpdates = (prefix: string): PendingUpdate[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const [client = 0, at = 0] = key.slice(prefix.length).split(".").map(Number);
      return { client, at, update: fromBase64(localStorage.getItem(key) ?? "") };
    });
