import { isWithinDistance } from "./is-within-distance.ts";

/**
 * Whether a person sent the AI's draft as good as it was. These change nothing: case, white space, punctuation
 * and citation marks; a greeting before it, thanks or a sign-off after it; and one character in twenty, at most
 * eight, by edit distance (Levenshtein): a typo mended or a word bent, not a fact added. A number, a link, or a
 * word that turns a sentence round ("not", "only", "except") counts whatever its length, and so does any
 * other change.
 */
export const saysTheSame = (draft: string, sent: string): boolean => {
  const [before, after] = [wordsOf(draft), wordsOf(sent)];
  if (before.filter(isWeighty).join(" ") !== after.filter(isWeighty).join(" ")) return false;
  const [a, b] = [before.join(" "), after.join(" ")];
  return isWithinDistance(a, b, Math.min(8, Math.floor(a.length / 20)));
};

const wordsOf = (text: string): readonly string[] => {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/[[【]\d{1,3}[\]】]/g, " ");
  return withoutCourtesies(plain).match(word) ?? [];
};

/** A link or address, a number, one Han character, or a word. */
const word =
  /https?:\/\/\S+|[^\s@]+@[^\s@]+\.[^\s@]+|\d+(?:[.,:]\d+)*|\p{Script=Han}|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;

/** What a sentence stands or falls with. */
const isWeighty = (one: string): boolean => /\d|@|:\/\/|n't$/.test(one) || turns.has(one);

const turns = new Set([
  ...(
    "not no never none nothing cannot without only except unless neither nor " +
    "one two three four five six seven eight nine ten twelve twenty thirty"
  ).split(" "),
  ...Array.from("不没无非未勿别除仅只一二两三四五六七八九十百千万"),
]);

/** Up to three at either end, as long as they carry nothing of weight. */
const withoutCourtesies = (text: string): string => {
  let rest = text.trim();
  for (let n = 0; n < 3; n += 1) {
    rest = cut(rest, greeting);
    rest = cut(rest, closing);
  }
  return rest;
};

const cut = (text: string, courtesy: RegExp): string => {
  const found = courtesy.exec(text)?.[0];
  if (found === undefined || (found.match(word) ?? []).some(isWeighty)) return text;
  return courtesy === greeting
    ? text.slice(found.length).trim()
    : text.slice(0, -found.length).trim();
};

const greeting =
  /^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|thanks|thank you)(?![\p{L}\p{M}])|您好|你好|嗨|亲爱的|尊敬的|感谢|谢谢)[^\n.!?,:。！？，：]{0,40}[\n.!?,:。！？，：]+/u;

const closing =
  /(?<=^|[\n.!?。！？])\s*(?:(?:(?:best|kind|warm|many) )?(?:regards|wishes|thanks|cheers)(?![\p{L}\p{M}])|thank you|have a |(?:i )?hope (?:this|that)|let (?:me|us) know if|祝您|祝你|谢谢|感谢|希望对您|如有其他|如有任何)[^\n.!?。！？]{0,80}[.!?,。！？]*(?:\s*\n[^\n.!?。！？]{0,40})?$/u;
