import { stemmer } from "stemmer";

/**
 * The words of a text in order, for comparing texts: NFKC, lower case, English words stemmed, numbers
 * as they are, each Chinese character by itself. "Refunds" and "refund" give the same token.
 */
export const tokens = (text: string): string[] =>
  [...text.normalize("NFKC").toLowerCase().replaceAll("’", "'").matchAll(tokenPattern)].map(
    ([found]) => (isHan(found) ? found : stem(found)),
  );

/**
 * The words that carry meaning: English without stop words, Chinese as pairs of neighbouring
 * characters (a single one where it stands alone) after removing what only asks or links.
 */
export const contentWords = (text: string): string[] => {
  const words: string[] = [];
  const plain = text.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  for (const [found] of plain.replace(hanStop, " ").matchAll(runPattern)) {
    if (isHan(found)) words.push(...pairs(Array.from(found)));
    else if (!englishStop.has(found)) words.push(stem(found));
  }
  return words;
};

/** Letters and digits outside Chinese, with a point or an apostrophe inside: 3.5, don't, example.com. */
const word = "[[\\p{L}\\p{N}]--\\p{Script=Han}]+(?:[.'][[\\p{L}\\p{N}]--\\p{Script=Han}]+)*";
const tokenPattern = new RegExp(`\\p{Script=Han}|${word}`, "gv");
const runPattern = new RegExp(`\\p{Script=Han}+|${word}`, "gv");
const isHan = (text: string) => /^\p{Script=Han}/u.test(text);

/** Stemming is the slow part, and words repeat. */
const stems = new Map<string, string>();
const maxStems = 20_000;

const stem = (found: string): string => {
  const known = stems.get(found);
  if (known !== undefined) return known;
  if (stems.size >= maxStems) stems.clear();
  const stemmed = stemmer(found.replace(/'s$|'/g, ""));
  stems.set(found, stemmed);
  return stemmed;
};

const pairs = (characters: readonly string[]) =>
  characters.length === 1
    ? [...characters]
    : characters.slice(1).map((character, index) => `${characters[index]}${character}`);

const englishStop = new Set(
  `a about after all also am an and any are as at be because been before being but by can can't could
  did do does doing don't for from get give got had has have having he her here hi how i i'd i'll i'm
  i've if in into is isn't it it's its just let like may me might more my need no not of on or our out
  please should so some tell than that that's the their them then there these they this those to too
  up us use using want was we we're were what what's when where which while who why will with would
  you you're your`.split(/\s+/),
);

const hanStop =
  /请问|怎么样|怎么|如何|什么|为什么|哪里|哪个|是否|可以|能不能|可不可以|有没有|是不是|应该|需要|想要|我们|你们|他们|您们|一个|这个|那个|[的了吗呢吧啊呀我你您他她它们是在和与或就都也还要想请让把被给这那很着]/g;
