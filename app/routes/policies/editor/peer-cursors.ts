import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type * as Y from "yjs";
import type { DocPeer } from "#contract/doc.ts";
import { offsetOfPlace } from "#contract/text-place.ts";
import { peerColour } from "#app/ui/peer-colour.ts";

/** Where colleagues stand now; replaces what was shown. */
export const setPeers = StateEffect.define<DecorationSet>();

/** Draws colleagues' cursors, with their names, and what they have selected. */
export const peerCursors: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, transaction) => {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setPeers)) next = effect.value;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The drawing of colleagues in a text as it is now. `shown` is where the editor shows an offset of the text. */
export const drawPeers = (
  text: Y.Text,
  peers: readonly DocPeer[],
  shown: (at: number) => number,
): DecorationSet =>
  Decoration.set(
    peers.flatMap(({ memberId, name, place }) => {
      if (place === null) return [];
      const places = [offsetOfPlace(text, place.anchor), offsetOfPlace(text, place.head)] as const;
      if (places[0] === null || places[1] === null) return [];
      const [anchor, head] = [shown(places[0]), shown(places[1])];
      const colour = peerColour(memberId);
      const cursor = Decoration.widget({ widget: new Cursor(name, colour), side: 1 }).range(head);
      if (anchor === head) return [cursor];
      const selection = Decoration.mark({ class: `peer-selection peer-${colour}` });
      return [selection.range(Math.min(anchor, head), Math.max(anchor, head)), cursor];
    }),
    true,
  );

class Cursor extends WidgetType {
  readonly #name: string;
  readonly #colour: number;

  constructor(name: string, colour: number) {
    super();
    this.#name = name;
    this.#colour = colour;
  }

  override eq(other: Cursor): boolean {
    return other.#name === this.#name && other.#colour === this.#colour;
  }

  override toDOM(): HTMLElement {
    const cursor = document.createElement("span");
    cursor.className = `peer-cursor peer-${this.#colour}`;
    cursor.ariaHidden = "true";
    const label = document.createElement("span");
    label.className = "peer-name";
    label.textContent = this.#name;
    cursor.append(label);
    return cursor;
  }
}
