import { Compartment, type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { EditorView, gutter, GutterMarker } from "@codemirror/view";
import { initials } from "#app/ui/avatar.tsx";
import { peerColour } from "#app/ui/peer-colour.ts";
import type { PolicyBlame } from "#engine/policy-blame/policy-blame.ts";

/** Who wrote a line, and in which version; null for one that no version has. */
export type LineAuthors = {
  readonly version: number;
  readonly note: string | null;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** Who typed it, else who saved it; never empty. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
};

/** A line of the editor, from 1, and who wrote it. */
export type AuthoredLine = { readonly line: number; readonly authors: LineAuthors | null };

/** Where the gutter comes into the editor. */
export const authorsSlot = new Compartment();

/** Begins a gutter of authors in an editor, empty until `showAuthors`; `onLine` hears of the line that is looked at. */
export const beginAuthors = (
  { state }: EditorView,
  onLine: (line: AuthoredLine) => void,
): StateEffect<unknown> => {
  const places = RangeSet.of(
    Array.from({ length: state.doc.lines }, (_, index) =>
      new Place(index).range(state.doc.line(index + 1).from),
    ),
  );
  return authorsSlot.reconfigure([
    authors.init(() => ({ places, lines: null })),
    authorGutter(onLine),
    EditorView.updateListener.of(({ view, selectionSet, docChanged, transactions }) => {
      const isAnswered = transactions.some(({ effects }) => effects.some((one) => one.is(filled)));
      if (selectionSet || docChanged || isAnswered) onLine(authoredLine(view, caretOf(view)));
    }),
  ]);
};

/** Shows who wrote the lines that stood in the editor when the gutter was begun. */
export const showAuthors = (blame: PolicyBlame): StateEffect<unknown> => {
  const from = new Map(blame.versions.map((one) => [one.version, one]));
  const lines = blame.lines.map(({ text, version, typedBy }) => {
    const saved = from.get(version);
    if (saved === undefined) return { text, authors: null };
    const { note, createdAt: savedAt, authorId: id, authorName: name } = saved;
    return {
      text,
      authors: { version, note, savedAt, people: typedBy.length === 0 ? [{ id, name }] : typedBy },
    };
  });
  return filled.of(lines);
};

/** Takes the gutter away again. */
export const endAuthors = (): StateEffect<unknown> => authorsSlot.reconfigure([]);

type Line = { readonly text: string; readonly authors: LineAuthors | null };
const filled = StateEffect.define<readonly Line[]>();

/** The lines there were, and where each of them stands now. What a line says decides whether it still is the one. */
const authors = StateField.define<{
  readonly places: RangeSet<Place>;
  readonly lines: readonly Line[] | null;
}>({
  create: () => ({ places: RangeSet.empty, lines: null }),
  update: (shown, { changes, docChanged, effects }) => {
    const places = docChanged ? shown.places.map(changes) : shown.places;
    const fill = effects.find((one) => one.is(filled));
    return { places, lines: fill === undefined ? shown.lines : fill.value };
  },
});

class Place extends GutterMarker {
  readonly index: number;
  // What is put in front of a line pushes it on.
  override startSide = 1;
  override endSide = 1;

  constructor(index: number) {
    super();
    this.index = index;
  }

  override eq(other: Place): boolean {
    return other.index === this.index;
  }
}

/** Of the line at a place; undefined while nobody has answered. */
const authorsAt = ({ state }: EditorView, at: number): LineAuthors | null | undefined => {
  const { places, lines } = state.field(authors);
  if (lines === null) return undefined;
  const { from, to, text } = state.doc.lineAt(at);
  let found: LineAuthors | null = null;
  places.between(from, to, (_from, _to, { index }) => {
    const line = lines[index];
    if (line?.text !== text) return undefined;
    found = line.authors;
    return false;
  });
  return found;
};

const caretOf = ({ state }: EditorView): number => state.selection.main.head;

const authoredLine = (view: EditorView, at: number): AuthoredLine => ({
  line: view.state.doc.lineAt(at).number,
  authors: authorsAt(view, at) ?? null,
});

const authorGutter = (onLine: (line: AuthoredLine) => void): Extension =>
  gutter({
    class: "author-gutter",
    lineMarker: (view, { from }) => {
      const now = authorsAt(view, from);
      if (now === undefined) return null;
      const before = from === 0 ? undefined : authorsAt(view, from - 1);
      return new Mark(now, before === undefined || !isSame(before, now));
    },
    lineMarkerChange: ({ docChanged, transactions }) =>
      docChanged || transactions.some(({ effects }) => effects.some((one) => one.is(filled))),
    domEventHandlers: {
      mousemove: (view, { from }) => (onLine(authoredLine(view, from)), false),
      mouseleave: (view) => (onLine(authoredLine(view, caretOf(view))), false),
    },
  });

/** A line's author by colour, on every line, and by initials where they begin. */
class Mark extends GutterMarker {
  readonly #authors: LineAuthors | null;
  readonly #isFirst: boolean;

  constructor(of: LineAuthors | null, isFirst: boolean) {
    super();
    this.#authors = of;
    this.#isFirst = isFirst;
  }

  override eq(other: Mark): boolean {
    return other.#isFirst === this.#isFirst && isSame(other.#authors, this.#authors);
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    const [first, ...others] = this.#authors?.people ?? [];
    mark.className = `author-mark ${first === undefined ? "is-unsaved" : `peer-${authorColour(first.id)}`}`;
    if (this.#isFirst && first !== undefined) {
      const chip = document.createElement("span");
      chip.textContent = initials(first.name, 2) + (others.length > 0 ? `+${others.length}` : "");
      mark.append(chip);
    }
    return mark;
  }
}

/** A member's colour is the one of their cursor; who is no member has that of the AI. */
export const authorColour = (id: string): number | "ai" => {
  const colour = peerColour(id);
  return Number.isNaN(colour) ? "ai" : colour;
};

const isSame = (one: LineAuthors | null, other: LineAuthors | null): boolean =>
  one === other || (one !== null && other !== null && keyOf(one) === keyOf(other));

const keyOf = ({ version, people }: LineAuthors): string =>
  [version, ...people.map(({ id }) => id)].join(" ");
