import { offsetOfPlace, placeOf } from "#contract/text-place.ts";
import type { InboxStore } from "#app/sync/inbox-store.ts";
import { type SharedDocState, openSharedDoc } from "#app/sync/docs/shared-doc.ts";
import { type PeerColour, peerColours } from "../../peer-colour.ts";
import { type BoundTextArea, bindTextArea } from "./bind-text-area.ts";
import { draftPendingStore } from "./draft-pending-store.ts";

/** A colleague's caret: the offset it stands at, and whose it is. */
export type DraftCaret = {
  readonly peerId: string;
  readonly name: string;
  readonly colour: PeerColour;
  readonly at: number;
};

/** A draft that is open to be written, alone or with others. */
export type DraftText = {
  read(): SharedDocState;
  text(): string;
  /** Hears of changes of the text and of the state. */
  subscribe(listener: () => void): () => void;
  bind(area: HTMLTextAreaElement): BoundTextArea;
  /** Where this person's caret or selection is; null when they are not in the text. */
  point(range: { readonly anchor: number; readonly head: number } | null): void;
  /** Where colleagues' carets stand in the text of now, from its beginning to its end. */
  carets(): readonly DraftCaret[];
  /** Resolves when everything written is stored; false when it was refused. */
  settled(): Promise<boolean>;
  close(): void;
};

/** Opens the draft of a decision. The library of shared texts comes with this file, so load it when needed. */
export const openDraftText = (decisionId: string, inbox: InboxStore): DraftText => {
  const pending = draftPendingStore(decisionId);
  const shared = openSharedDoc({ kind: "draft", id: decisionId }, { inbox, pending });
  const text = shared.doc.getText("text");
  let pointing: ReturnType<typeof setTimeout> | undefined;
  let standing: Parameters<DraftText["point"]>[0] = null;
  const tell = () => {
    pointing = undefined;
    if (standing === null) return;
    // Behind the letter before it, so that it moves with what this person writes.
    const placed = (at: number) => placeOf(text, at, -1);
    shared.point({ anchor: placed(standing.anchor), head: placed(standing.head) });
  };
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
    point: (range) => {
      standing = range;
      if (range === null) shared.point(null);
      else pointing ??= setTimeout(tell, pointMs);
    },
    carets: () => {
      const { peers } = shared.read();
      const colours = peerColours(peers);
      return peers
        .flatMap(({ peerId, memberId, name, place }) => {
          const at = place === null ? null : offsetOfPlace(text, place.head);
          return at === null ? [] : [{ peerId, name, colour: colours.get(memberId) ?? 0, at }];
        })
        .toSorted((a, b) => a.at - b.at);
    },
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
    close: () => {
      clearTimeout(pointing);
      shared.close();
    },
  };
};

/** A caret that moves is told of this often, in ms. */
const pointMs = 80;
