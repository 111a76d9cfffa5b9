import { pairAlike } from "./alike.ts";
import { diffItems } from "./diff-items.ts";
import { isSection, type PagePart, pageParts } from "./page-parts.ts";
import type { ItemDiff, PartDiff, PolicyDiff } from "./policy-diff.ts";

/**
 * What became of a policy page: parts are matched first, then their items, then the words inside. It reads any
 * text, also one that is no policy yet. Whether a heading is English or Chinese makes no difference.
 */
export const diffPages = (before: string, after: string): PolicyDiff => {
  const [earlier, later] = [pageParts(before), pageParts(after)];
  const matched = matchParts(earlier, later);
  const gone = earlier.filter((part) => ![...matched.values()].includes(part));
  const parts = [
    ...later.map((part) => diffPart(matched.get(part) ?? null, part)),
    ...gone.map((part) => diffPart(part, null)),
  ];
  const told = withMoves(parts);
  return { parts: told, counts: countStates(told) };
};

/** Which earlier part each later one was: by what it means, by its heading, and at last by what stands in it. */
const matchParts = (earlier: readonly PagePart[], later: readonly PagePart[]) => {
  const left = new Set(earlier);
  const matched = new Map<PagePart, PagePart>();
  for (const part of later) {
    const same = [...left].find((one) => nameOf(one) === nameOf(part));
    if (same === undefined) continue;
    matched.set(part, same);
    left.delete(same);
  }
  const renamed = [...left].filter(({ kind }) => kind === "guidance");
  const named = later.filter((part) => part.kind === "guidance" && !matched.has(part));
  for (const [from, to] of pairAlike(renamed.map(wordsIn), named.map(wordsIn))) {
    const [one, other] = [renamed[from], named[to]];
    if (one !== undefined && other !== undefined) matched.set(other, one);
  }
  return matched;
};

const nameOf = ({ kind, heading }: PagePart) =>
  kind === "guidance" ? `guidance ${heading.trim().toLowerCase()}` : kind;
const wordsIn = ({ items }: PagePart) => items.map(({ text }) => text).join("\n");

const diffPart = (earlier: PagePart | null, later: PagePart | null): PartDiff => ({
  kind: later?.kind ?? earlier?.kind ?? "guidance",
  before: earlier?.heading ?? null,
  after: later?.heading ?? null,
  items: diffItems(earlier?.items ?? [], later?.items ?? []),
});

/** What was taken out in one place and stands in another with the same words was moved, and is told once. */
const withMoves = (parts: readonly PartDiff[]): readonly PartDiff[] => {
  const items = parts.flatMap((part) => part.items);
  const from = new Map<ItemDiff, ItemDiff>();
  const left = items.filter(({ state }) => state === "removed");
  for (const item of items) {
    if (item.state !== "added") continue;
    const index = left.findIndex((gone) => gone.words[0]?.text === item.words[0]?.text);
    const [gone] = index < 0 ? [] : left.splice(index, 1);
    if (gone !== undefined) from.set(item, gone);
  }
  const moved = new Set(from.values());
  return parts.map((part) => ({
    ...part,
    items: part.items
      .filter((item) => !moved.has(item))
      .map((item): ItemDiff => {
        const gone = from.get(item);
        if (gone === undefined) return item;
        const words = item.words.map(({ text }) => ({ kind: "same", text }) as const);
        return { state: "moved", before: gone.before, after: item.after, words };
      }),
  }));
};

const countStates = (parts: readonly PartDiff[]): PolicyDiff["counts"] => {
  const counts = { same: 0, changed: 0, added: 0, removed: 0, moved: 0 };
  for (const part of parts) {
    for (const { state } of part.items) counts[state] += 1;
    const { kind, before, after } = part;
    if (isSection(kind) && before !== after) {
      counts[before === null ? "added" : after === null ? "removed" : "changed"] += 1;
    }
  }
  return counts;
};
