import { type EditRun, shortestEdit } from "./shortest-edit.ts";

/** A run of words that both texts have, or only the earlier or the later one. */
export type WordRun = EditRun;

/** Words compared one by one; what is beyond counts as one word. */
const maxWords = 3000;

/** Texts that share less of the shorter one's words are told one after the other: words in between say nothing. */
const leastShared = 0.5;

/**
 * What became of a text, word by word: the runs that are not `added` make up `before`, those that
 * are not `removed` make up `after`. A Chinese character is a word. Texts that have little in common
 * are one run each.
 */
export const diffWords = (before: string, after: string): readonly WordRun[] => {
  const [earlier, later] = [wordsOf(before), wordsOf(after)];
  const runs = shortestEdit(earlier, later);
  const shared = printed(runs.flatMap(({ kind, text }) => (kind === "same" ? [text] : [])));
  if (shared < leastShared * Math.min(printed(earlier), printed(later))) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return joinRuns(runs);
};

const printed = (words: readonly string[]): number =>
  words.filter((word) => word.trim() !== "").length;

const wordsOf = (text: string): readonly string[] => {
  const words =
    text.match(/\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+|\s+|[^\p{L}\p{N}\s]/gv) ?? [];
  // Marks and what else no class of the pattern has must not get lost.
  const whole = words.join("") === text ? words : [...text];
  if (whole.length <= maxWords) return whole;
  return [...whole.slice(0, maxWords), whole.slice(maxWords).join("")];
};

const joinRuns = (runs: readonly WordRun[]): readonly WordRun[] => {
  const joined: { kind: WordRun["kind"]; text: string }[] = [];
  for (const { kind, text } of runs) {
    const last = joined.at(-1);
    if (last?.kind === kind) last.text += text;
    else joined.push({ kind, text });
  }
  return joined;
};
