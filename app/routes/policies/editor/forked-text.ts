import {
  Annotation,
  type ChangeDesc,
  ChangeSet,
  type EditorState,
  StateEffect,
  StateField,
  type Text,
  type TransactionSpec,
} from "@codemirror/state";
import { Transaction } from "@codemirror/state";

/** What somebody writes beside the page in order to suggest it: the page, and how the editor differs from it. */
export type Fork = { readonly page: Text; readonly changes: ChangeSet };

/** Some words of the page and those that would stand there. Offsets are of the page. */
export type Hunk = {
  readonly from: number;
  readonly to: number;
  readonly quote: string;
  readonly proposed: string;
};

/** Marks what came from the page, so that it does not go back there. */
export const fromPage = Annotation.define<boolean>();

const setFork = StateEffect.define<Fork | null>();

/** The fork of an editor; null while what is typed goes straight into the page. */
export const forkField = StateField.define<Fork | null>({
  create: () => null,
  update: (fork, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setFork)) return effect.value;
    const isOwn = transaction.docChanged && transaction.annotation(fromPage) !== true;
    if (fork === null || !isOwn) return fork;
    return { page: fork.page, changes: fork.changes.compose(transaction.changes) };
  },
});

/** Begins to write beside the page. */
export const beginFork = ({ doc }: EditorState): TransactionSpec => ({
  effects: setFork.of({ page: doc, changes: ChangeSet.empty(doc.length) }),
});

/** Gives up what was written beside the page, except some of it; without any the editor shows the page again. */
export const keepOfFork = (
  { page, changes }: Fork,
  kept: readonly Omit<Hunk, "quote">[],
): TransactionSpec => {
  const rest = ChangeSet.of(
    kept.map(({ from, to, proposed }) => ({ from, to, insert: proposed })),
    page.length,
  );
  return {
    changes: changes.invert(page).compose(rest),
    effects: setFork.of({ page, changes: rest }),
    annotations: [fromPage.of(true), Transaction.addToHistory.of(false)],
  };
};

/** Shows the page again, and lets what is typed go there. */
export const endFork = ({ page, changes }: Fork): TransactionSpec => ({
  changes: changes.invert(page),
  effects: setFork.of(null),
  annotations: [fromPage.of(true), Transaction.addToHistory.of(false)],
});

/** A change of the page as a change of the editor that has a fork of it: what was written beside it stays. */
export const followPage = ({ page, changes }: Fork, change: ChangeSet): TransactionSpec => ({
  changes: change.map(changes),
  effects: setFork.of({ page: change.apply(page), changes: changes.map(change, true) }),
  annotations: [fromPage.of(true), Transaction.addToHistory.of(false)],
});

/** Where the editor shows an offset of the page, and the other way round. */
export const shownAt = (state: EditorState, at: number): number =>
  mapped(state.field(forkField, false)?.changes, at);
export const pageAt = (state: EditorState, at: number): number =>
  mapped(state.field(forkField, false)?.changes.invertedDesc, at);

const mapped = (changes: ChangeDesc | undefined, at: number): number =>
  changes === undefined ? at : changes.mapPos(Math.min(at, changes.length));

/** Two changes so near to each other within a word are one: nobody suggests letters. */
const nearLetters = 12;

/** What a fork would change, in the page's order. Changes within one word are one. */
export const hunksOf = ({ page, changes }: Fork): Hunk[] => {
  const found: { from: number; to: number; proposed: string }[] = [];
  changes.iterChanges((from, to, _from, _to, inserted) => {
    const proposed = inserted.toString();
    const last = found.at(-1);
    const between = last === undefined ? "" : page.sliceString(last.to, from);
    if (last !== undefined && between.length <= nearLetters && !/\s/.test(between)) {
      last.proposed += between + proposed;
      last.to = to;
    } else found.push({ from, to, proposed });
  });
  return found
    .map((one) => ({ ...one, quote: page.sliceString(one.from, one.to) }))
    .filter(({ quote, proposed }) => quote !== proposed);
};
