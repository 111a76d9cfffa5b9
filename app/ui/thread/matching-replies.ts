import type { Locale } from "#contract/ids.ts";

/** Words for the visitor that are put in by their name. `lang` is null when they fit every language. */
export type QuickReply = {
  readonly name: string;
  readonly lang: Locale | null;
  readonly text: string;
};

/** Most quick replies that are offered at once. */
const maxOffered = 8;

/** A "/" with the beginning of a name just before the caret, at the start of a word. */
export type Slash = { readonly start: number; readonly name: string };

/** The name that is being written before the caret; null when none is. */
export const slashBefore = (text: string, caret: number): Slash | null => {
  const found = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, caret));
  if (found === null) return null;
  const name = found[1] ?? "";
  return { start: caret - name.length - 1, name };
};

/**
 * The replies whose name begins with what was written, then those that have it elsewhere in their name or
 * words; those in the visitor's language first.
 */
export const matchingReplies = (
  replies: readonly QuickReply[],
  name: string,
  locale: Locale,
): readonly QuickReply[] => {
  const wanted = name.toLowerCase();
  const rank = (reply: QuickReply): number => {
    const begins = reply.name.toLowerCase().startsWith(wanted);
    if (!begins && !`${reply.name} ${reply.text}`.toLowerCase().includes(wanted)) return Infinity;
    return (begins ? 0 : 2) + (reply.lang === null || reply.lang === locale ? 0 : 1);
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((one) => one.rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, maxOffered)
    .map(({ reply }) => reply);
};
