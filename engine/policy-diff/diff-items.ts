import { diffWords } from "../replay/diff-words.ts";
import { shortestEdit } from "../replay/shortest-edit.ts";
import { pairAlike } from "./alike.ts";
import type { PartItem } from "./page-parts.ts";
import type { ItemDiff } from "./policy-diff.ts";

/**
 * What became of the items of a part, in the order of the later one; what was removed stands where it stood.
 * A setting is the same one by its name, everything else by its words.
 */
export const diffItems = (
  before: readonly PartItem[],
  after: readonly PartItem[],
): readonly ItemDiff[] => {
  if ([...before, ...after].some(({ setting }) => setting !== null)) {
    return diffSettings(before, after);
  }
  const diffs: ItemDiff[] = [];
  let [from, to] = [0, 0];
  let gap: Gap = { removed: [], added: [] };
  const flush = () => {
    diffs.push(...diffGap(gap));
    gap = { removed: [], added: [] };
  };
  for (const { kind } of shortestEdit(before.map(textOf), after.map(textOf))) {
    const [earlier, later] = [before[from], after[to]];
    if (kind === "removed" && earlier !== undefined) gap.removed.push(earlier);
    else if (kind === "added" && later !== undefined) gap.added.push(later);
    else if (earlier !== undefined && later !== undefined) {
      flush();
      diffs.push(both(earlier, later));
    }
    if (kind !== "added") from += 1;
    if (kind !== "removed") to += 1;
  }
  flush();
  return diffs;
};

type Gap = { readonly removed: PartItem[]; readonly added: PartItem[] };

const textOf = ({ text }: PartItem) => text;

/** Their order means nothing. */
const diffSettings = (before: readonly PartItem[], after: readonly PartItem[]): ItemDiff[] => {
  const left = [...before];
  const now = after.map((item) => {
    const index = left.findIndex(({ setting }) => setting === item.setting);
    const [earlier] = index < 0 ? [] : left.splice(index, 1);
    return earlier === undefined ? come(item) : both(earlier, item);
  });
  return [...now, ...left.map(gone)];
};

/** Between two items that stayed: what was edited finds its later form, the rest came or went. */
const diffGap = ({ removed, added }: Gap): readonly ItemDiff[] => {
  const edited = pairAlike(
    removed.map(({ text }) => text),
    added.map(({ text }) => text),
  );
  const earlierOf = new Map([...edited].map(([from, to]) => [to, from]));
  const diffs: ItemDiff[] = [];
  let shown = 0;
  const showGone = (until: number) => {
    for (; shown < until; shown += 1) {
      const item = removed[shown];
      if (item !== undefined && !edited.has(shown)) diffs.push(gone(item));
    }
  };
  added.forEach((item, to) => {
    const from = earlierOf.get(to);
    const earlier = from === undefined ? undefined : removed[from];
    if (from !== undefined) showGone(from);
    diffs.push(earlier === undefined ? come(item) : both(earlier, item));
  });
  showGone(removed.length);
  return diffs;
};

const both = (earlier: PartItem, later: PartItem): ItemDiff => ({
  state: earlier.text === later.text ? "same" : "changed",
  before: earlier.line,
  after: later.line,
  words: diffWords(earlier.text, later.text),
});

const gone = ({ line, text }: PartItem): ItemDiff => ({
  state: "removed",
  before: line,
  after: null,
  words: [{ kind: "removed", text }],
});

const come = ({ line, text }: PartItem): ItemDiff => ({
  state: "added",
  before: null,
  after: line,
  words: [{ kind: "added", text }],
});
