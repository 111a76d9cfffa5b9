import { assert, constantFrom, property, array as arrays } from "fast-check";
import { expect, test } from "vitest";
import { diffPages } from "./diff-pages.ts";
import type { ItemDiff } from "./policy-diff.ts";

const page = (body: string, header = "mode: auto\nthreshold: 76%") =>
  `---\n${header}\n---\n\n# Returns\n\nAnswer questions about returns.\n\n${body}`;
const rules = (...lines: readonly string[]) =>
  `## Rules\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`;
const court = 'When someone mentions "court", then hand over.';
const lost = 'When someone mentions "lost", then hand over.';
const open = 'When someone asks "opening hours", then answer: We open at nine.';

const saidBy = ({ words }: ItemDiff, without: "added" | "removed") =>
  words
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");
const changes = (before: string, after: string) =>
  diffPages(before, after).parts.flatMap(({ kind, items }) =>
    items
      .filter(({ state }) => state !== "same")
      .map((item) => [kind, item.state, item.before, item.after] as const),
  );

test("says nothing of a page that stayed as it is", () => {
  const text = page(rules(court, lost));
  expect(diffPages(text, text).counts).toEqual({
    same: 6,
    changed: 0,
    added: 0,
    removed: 0,
    moved: 0,
  });
});

test("compares settings by their names, in whatever order and language they stand", () => {
  const before = page("", "mode: auto\nthreshold: 76%\nlanguages: en");
  const after = page("", "模式：自动\nthreshold: 80%\nlinks: shop.example.com");
  const settings = diffPages(before, after).parts.find(({ kind }) => kind === "settings");
  const states = settings?.items.map(({ state }) => state);
  expect(states).toEqual(["changed", "changed", "added", "removed"]);
  const threshold = settings?.items.find((item) => saidBy(item, "removed") === "threshold: 80%");
  expect(threshold?.words.filter(({ kind }) => kind !== "same")).toEqual([
    { kind: "removed", text: "76" },
    { kind: "added", text: "80" },
  ]);
});

test("finds a rule again that was edited, and shows the words inside", () => {
  const before = page(rules(court, open, lost));
  const after = page(rules(court, open.replace("nine", "eight"), lost));
  const diff = diffPages(before, after).parts.find(({ kind }) => kind === "rules");
  expect(diff?.items.map(({ state }) => state)).toEqual(["same", "changed", "same"]);
  expect(diff?.items[1]?.words.filter(({ kind }) => kind !== "same")).toEqual([
    { kind: "removed", text: "nine" },
    { kind: "added", text: "eight" },
  ]);
});

test("tells a moved rule once, since the order of rules matters", () => {
  const moved = changes(page(rules(court, lost, open)), page(rules(open, court, lost)));
  expect(moved).toEqual([["rules", "moved", 14, 12]]);
});

test("does not take a rule that came for an edit of one that went", () => {
  expect(changes(page(rules(court)), page(rules(open)))).toEqual([
    ["rules", "added", null, 12],
    ["rules", "removed", 12, null],
  ]);
});

test("knows a section by its meaning, its heading, or its words when it was renamed", () => {
  const guide = "Say what is usual, never what is certain. Name the cut-off time in the note.";
  const before = page(`## Delivery dates\n\n${guide}\n\n${rules(court)}`);
  const after = page(`## When it arrives\n\n${guide}\n\n${rules(court).replace("Rules", "规则")}`);
  const diff = diffPages(before, after);
  expect(diff.parts.map(({ kind, before: was, after: is }) => [kind, was, is])).toEqual([
    ["title", "", ""],
    ["settings", "", ""],
    ["about", "", ""],
    ["guidance", "Delivery dates", "When it arrives"],
    ["rules", "Rules", "规则"],
  ]);
  expect(diff.counts).toMatchObject({ changed: 2, added: 0, removed: 0 });
});

test("counts a section that is gone, with all that stood in it", () => {
  const diff = diffPages(page(rules(court, lost)), page(""));
  expect(diff.counts).toMatchObject({ removed: 3, added: 0, changed: 0 });
  expect(diff.parts.at(-1)).toMatchObject({ kind: "rules", before: "Rules", after: null });
});

test("reads what is no policy yet", () => {
  expect(diffPages("", "---\nmode: auto\n## Rules\nWhen").counts.added).toBeGreaterThan(0);
  expect(diffPages("", "").parts).toEqual([]);
});

test("loses no word of either page, whatever they say", () => {
  const lines = arrays(
    constantFrom(
      "",
      court,
      lost,
      open,
      "## Rules",
      "## Tone",
      "# Title",
      "mode: auto",
      "- a b",
      "礼貌",
    ),
    { maxLength: 30 },
  );
  assert(
    property(lines, lines, (one, other) => {
      const [before, after] = [one.join("\n"), other.join("\n")];
      const forth = diffPages(before, after).parts.flatMap(({ items }) => items);
      const lone = diffPages(before, "").parts.flatMap(({ items }) => items);
      const later = diffPages("", after).parts.flatMap(({ items }) => items);
      const texts = (items: readonly ItemDiff[], without: "added" | "removed") =>
        items
          .map((item) => saidBy(item, without))
          .filter((text) => text !== "")
          .toSorted();
      const was = forth.filter((item) => item.before !== null);
      const is = forth.filter((item) => item.after !== null);
      expect(texts(was, "added")).toEqual(texts(lone, "added"));
      expect(texts(is, "removed")).toEqual(texts(later, "removed"));
    }),
  );
});
