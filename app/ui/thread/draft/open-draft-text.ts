import type { InboxStore } from "#app/sync/inbox-store.ts";
import { type SharedDocState, openSharedDoc } from "#app/sync/docs/shared-doc.ts";
import { type BoundTextArea, bindTextArea } from "./bind-text-area.ts";
import { draftPendingStore } from "./draft-pending-store.ts";

/** A draft that is open to be written, alone or with others. */
export type DraftText = {
  read(): SharedDocState;
  text(): string;
  /** Hears of changes of the text and of the state. */
  subscribe(listener: () => void): () => void;
  bind(area: HTMLTextAreaElement): BoundTextArea;
  /** Whether this person is in the text now. */
  point(isIn: boolean): void;
  /** Resolves when everything written is stored; false when it was refused. */
  settled(): Promise<boolean>;
  close(): void;
};

/** Opens the draft of a decision. The library of shared texts comes with this file, so load it when needed. */
export const openDraftText = (decisionId: string, inbox: InboxStore): DraftText => {
  const pending = draftPendingStore(decisionId);
  const shared = openSharedDoc({ kind: "draft", id: decisionId }, { inbox, pending });
  const text = shared.doc.getText("text");
  return {
    read: shared.read,
    text: () => text.toJSON(),
    subscribe: (listener) => {
      text.observe(listener);
      const end = shared.subscribe(listener);
      return () => {
        text.unobserve(listener);
        end();
      };
    },
    bind: (area) => bindTextArea(text, area),
    // People are shown by name; where in so short a text each stands is not.
    point: (isIn) => shared.point(isIn ? { anchor: "null", head: "null" } : null),
    settled: () =>
      new Promise((resolve) => {
        let end = () => {};
        const look = () => {
          const { unsent, refused } = shared.read();
          if (refused === null && unsent > 0) return;
          end();
          resolve(refused === null);
        };
        end = shared.subscribe(look);
        look();
      }),
    close: shared.close,
  };
};
