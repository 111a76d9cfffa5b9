import type { IndexDocument } from "#engine/knowledge/index-now.ts";

/** A source of numbers that are the same in every run. */
export type Dice = {
  below(limit: number): number;
  oneOf<T>(list: readonly T[]): T;
};

/** Numbers from a seed (mulberry32). */
export const makeDice = (seed: number): Dice => {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const oneOf = <T>(list: readonly T[]): T => {
    const drawn = list[below(list.length)];
    if (drawn === undefined) throw new RangeError("Nothing to draw from");
    return drawn;
  };
  return { below, oneOf };
};

/** Passages of one article. */
const passagesOfArticle = 10;
const wordsOfPassage = 60;

/**
 * Articles with so many passages in all, about matters of their own, in words of one made-up language
 * whose frequencies fall as those of real words do.
 */
export const makeArticles = (dice: Dice, passages: number): IndexDocument[] =>
  Array.from({ length: Math.ceil(passages / passagesOfArticle) }, (_, number) => {
    const title = `Article ${number} about ${rareWord(dice)} ${rareWord(dice)}`;
    const matter = Array.from({ length: 12 }, () => rareWord(dice));
    const count = Math.min(passagesOfArticle, passages - number * passagesOfArticle);
    const chunks = Array.from({ length: count }, () => {
      const words = Array.from({ length: wordsOfPassage }, (_one, place) =>
        place % 4 === 0 ? dice.oneOf(matter) : commonWord(dice),
      );
      const heading = `${rareWord(dice)} ${rareWord(dice)}`;
      const text = `${words.join(" ")}.`;
      return { title, heading, text, lang: "en" as const, anchor: null, page: null };
    });
    const content = Buffer.from(JSON.stringify(chunks));
    const file = { filename: `${number}.md`, mime: "text/markdown", url: null };
    return { ...file, title, lang: "en", content, chunks };
  });

/** A question of eight words of a passage, one of them misspelt. */
export const makeQuestion = (dice: Dice, text: string): string => {
  const words = text.split(" ");
  const start = dice.below(words.length - 8);
  const asked = words.slice(start, start + 8);
  const slip = dice.below(asked.length);
  const misspelt = asked.map((one, place) =>
    place === slip ? one.slice(0, -2) + one.slice(-1) : one,
  );
  return `how do I ${misspelt.join(" ")}`;
};

const syllables = [
  "ba",
  "ce",
  "di",
  "fo",
  "gu",
  "ha",
  "ke",
  "li",
  "mo",
  "nu",
  "pa",
  "re",
  "si",
  "to",
];

/** The word of a rank. */
const word = (rank: number): string => {
  let text = "";
  for (let rest = rank + 20; rest > 0; rest = Math.floor(rest / syllables.length)) {
    text += syllables[rest % syllables.length] ?? "";
  }
  return text;
};

const rareWord = (dice: Dice): string => word(2000 + dice.below(30_000));

/** Low ranks are drawn most, in proportion to one over the rank. */
const commonWord = (dice: Dice): string =>
  word(Math.floor(Math.exp((dice.below(10_000) / 10_000) * Math.log(2000))));
