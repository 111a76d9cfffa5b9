import type { EditPattern } from "#contract/doc-thread.ts";
import type { EditedDraft } from "#db/reads/edited-drafts.ts";
import { withoutCitations } from "../reply/passage.ts";
import { splitSentences } from "../reply/split-sentences.ts";

/** So many drafts must show a pattern before it is one. */
export const fewestDrafts = 3;
/** A sentence that people also let stand is theirs to decide: this share of the drafts must have lost it. */
const shareRemoved = 0.8;
/** Shorter ones are courtesies and "yes"; longer ones are no small edit. In UTF-16 code units. */
const shortest = 12;
const longest = 200;

/**
 * What people's edits of drafts have in common: sentences they take out, sentences they add, and reasons they
 * give for discarding. Sentences are compared by their words, without case, marks and citations. The pattern with
 * most drafts comes first.
 */
export const findPatterns = (drafts: readonly EditedDraft[]): EditPattern[] => {
  const removed = new Tally();
  const kept = new Map<string, number>();
  const added = new Tally();
  const reasons = new Tally();
  for (const { decisionId, draft, sent, reason } of drafts) {
    if (reason !== null) reasons.count(reason, decisionId);
    if (sent === null) continue;
    const [before, after] = [sentencesOf(draft), sentencesOf(sent)];
    for (const [key, words] of before) {
      if (after.has(key)) kept.set(key, (kept.get(key) ?? 0) + 1);
      else removed.count(words, decisionId);
    }
    for (const [key, words] of after) if (!before.has(key)) added.count(words, decisionId);
  }
  return [
    ...removed.patterns("removed").filter(({ words, decisionIds: { length } }) => {
      const stood = kept.get(keyOf(words)) ?? 0;
      return length / (length + stood) >= shareRemoved;
    }),
    ...added.patterns("added"),
    ...reasons.patterns("discarded"),
  ].toSorted((a, b) => b.decisionIds.length - a.decisionIds.length);
};

/** Two patterns are the same when their words are. */
export const keyOf = (words: string): string =>
  (
    withoutCitations(words)
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");

const sentencesOf = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { text: sentence } of splitSentences(text)) {
    const words = withoutCitations(sentence).replaceAll(/\s+/g, " ").trim();
    const isFit = words.length >= shortest && words.length <= longest && !words.includes('"');
    if (isFit) found.set(keyOf(words), words);
  }
  return found;
};

/** In which drafts something was seen. */
class Tally {
  readonly #seen = new Map<string, { words: string; decisionIds: Set<string> }>();

  count(words: string, decisionId: string): void {
    const key = keyOf(words);
    if (key === "") return;
    const one = this.#seen.get(key) ?? { words, decisionIds: new Set() };
    one.decisionIds.add(decisionId);
    this.#seen.set(key, one);
  }

  patterns(kind: EditPattern["kind"]): EditPattern[] {
    return [...this.#seen.values()]
      .filter(({ decisionIds }) => decisionIds.size >= fewestDrafts)
      .map(({ words, decisionIds }) => ({ kind, words, decisionIds: [...decisionIds] }));
  }
}
