import * as Y from "yjs";

/** Letters of one client, from a clock to another. */
type Range = { readonly from: number; readonly to: number };

/**
 * The words that updates put into a text and that still stand there, run by run in the order of the text. Words
 * whose place has not come yet follow at the end. Empty when the updates only delete.
 */
export const wordsOf = (text: Y.Text, updates: readonly Uint8Array[]): string[] => {
  const { doc } = text;
  if (doc === null) return [];
  const items = updates
    .flatMap((update) => Y.decodeUpdate(update).structs)
    .filter((struct) => struct instanceof Y.Item);
  const written = rangesOf(items);
  const runs: string[] = [];
  /** The last run reaches to where the next piece begins. */
  let isOpen = false;
  for (let item = firstOf(doc, items); item !== null; item = item.right) {
    if (item.deleted) continue;
    const words = item.content instanceof Y.ContentString ? item.content.str : "";
    let at = 0;
    // Yjs joins what was typed in a row: a piece may have words from before these updates too.
    for (const range of written.get(item.id.client) ?? []) {
      const from = Math.max(range.from - item.id.clock, at);
      const to = Math.min(range.to - item.id.clock, words.length);
      if (from >= to) continue;
      const joined = isOpen && from === at ? (runs.pop() ?? "") : "";
      runs.push(joined + words.slice(from, to));
      isOpen = true;
      at = to;
    }
    isOpen &&= at === words.length;
  }
  return [...runs, ...awaited(doc, items)];
};

const rangesOf = (items: readonly Y.Item[]): ReadonlyMap<number, Range[]> => {
  const ranges = new Map<number, Range[]>();
  for (const { id, length } of items.toSorted((a, b) => a.id.clock - b.id.clock)) {
    const own = ranges.get(id.client) ?? [];
    own.push({ from: id.clock, to: id.clock + length });
    ranges.set(id.client, own);
  }
  return ranges;
};

/** The leftmost piece of the text, found from one of these; null when none has come. */
const firstOf = (doc: Y.Doc, items: readonly Y.Item[]): Y.Item | null => {
  const there = items.find(({ id }) => id.clock < Y.getState(doc.store, id.client));
  if (there === undefined) return null;
  let first = Y.getItem(doc.store, there.id);
  while (first.left !== null) first = first.left;
  return first;
};

const awaited = (doc: Y.Doc, items: readonly Y.Item[]): string[] =>
  items
    .filter(({ id }) => id.clock >= Y.getState(doc.store, id.client))
    .flatMap(({ content }) => (content instanceof Y.ContentString ? [content.str] : []));
