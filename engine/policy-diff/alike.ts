/** From this share of common words on, two texts are one that was edited. */
const leastAlike = 0.4;

/** How alike two texts are, 0 to 1: the share of words they have in common (Dice 1945). A Han character is a word. */
export const likeness = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  if (one.size + other.size === 0) return 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common += 1;
  return (2 * common) / (one.size + other.size);
};

/** The words of a text, each once. */
export const wordSet = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+/gv) ?? []);

/** Texts compared with each other, of each side: the work is their product. What is beyond is not paired. */
const maxTexts = 300;

/** Which of the later texts each earlier one became, by index, the most alike first; those too unlike are left out. */
export const pairAlike = (
  before: readonly string[],
  after: readonly string[],
): ReadonlyMap<number, number> => {
  const [earlier, later] = [before, after].map((texts) => texts.slice(0, maxTexts).map(wordSet));
  const candidates = (earlier ?? []).flatMap((one, from) =>
    (later ?? []).flatMap((other, to) => {
      const alike = likeness(one, other);
      return alike < leastAlike ? [] : [{ from, to, alike }];
    }),
  );
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  for (const { from, to } of candidates.toSorted(
    (one, other) =>
      other.alike - one.alike ||
      Math.abs(one.from - one.to) - Math.abs(other.from - other.to) ||
      one.from - other.from,
  )) {
    if (pairs.has(from) || taken.has(to)) continue;
    pairs.set(from, to);
    taken.add(to);
  }
  return pairs;
};
