import type { ItemDiff, PartDiff, PolicyDiff } from "./policy-diff.ts";

/** A comparison for a terminal: what changed, part by part, removed words in [-…-], added ones in {+…+}. */
export const describeDiff = ({ parts, counts }: PolicyDiff): string => {
  const lines = parts.flatMap((part) => {
    const told = part.items.filter(({ state }) => state !== "same").map(lineOf);
    return told.length === 0 && part.before === part.after ? [] : [nameOf(part), ...told];
  });
  const { changed, added, removed, moved, same } = counts;
  return [
    ...lines,
    `${changed} changed, ${added} added, ${removed} removed, ${moved} moved, ${same} the same.`,
  ].join("\n");
};

const nameOf = ({ kind, before, after }: PartDiff): string => {
  if (before === "" || after === "") return kind;
  if (before === null) return `## {+${after}+}`;
  if (after === null) return `## [-${before}-]`;
  return before === after ? `## ${after}` : `## [-${before}-]{+${after}+}`;
};

const lineOf = ({ state, before, after, words }: ItemDiff): string => {
  const text = words.map(({ kind, text: part }) => marks[kind](part)).join("");
  const place = state === "moved" ? `${before} to ${after}` : `${after ?? before}`;
  return `  ${signs[state]} ${place}: ${text}`;
};

const signs = { same: " ", changed: "~", added: "+", removed: "-", moved: ">" };
const marks = {
  same: (text: string) => text,
  removed: (text: string) => `[-${text}-]`,
  added: (text: string) => `{+${text}+}`,
};
