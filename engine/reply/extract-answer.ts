import type { Locale } from "#contract/ids.ts";
import { contentWords } from "../policy/words.ts";
import type { NumberedPassage } from "./passage.ts";
import { type AnswerKind, gives } from "./answer-kind.ts";
import { type QuestionPart, questionParts } from "./question-parts.ts";
import { type Sentence, splitSentences } from "./split-sentences.ts";

/** A sentence or list item of passage `n`, word for word. */
export type Quote = Sentence & { readonly n: number };

/** At most this many sentences; a list counts as one, with at most `maxItems` of its items. */
export const maxSentences = 4;
const maxItems = 8;

/**
 * The sentences of the passages that answer a question best, in reading order, each once. Each thing that
 * is asked (see questionParts) is answered from one passage: the best sentence and what must be read with
 * it (the sentence it refers back to, the list it announces, the next ones on the matter). Where one thing
 * is asked, a second passage adds a sentence when it covers words of the question that the first leaves
 * open. What asks for money is answered by a sentence that speaks of money, or not at all. Empty when
 * nothing touches the question.
 */
export const extractAnswer = (
  question: string,
  passages: readonly NumberedPassage[],
  locale: Locale,
): readonly Quote[] => {
  const parts = questionParts(question);
  const chosen: Line[] = [];
  for (const part of parts) {
    const limit = Math.floor(maxSentences / parts.length);
    for (const line of answerPart(part, passages, { locale, limit, alone: parts.length === 1 })) {
      if (!repeats(line, chosen)) chosen.push(line);
    }
  }
  return chosen.map(({ text, kind, block, n }) => ({ text, kind, block, n }));
};

type Limits = { readonly locale: Locale; readonly limit: number; readonly alone: boolean };

const answerPart = (
  part: QuestionPart,
  passages: readonly NumberedPassage[],
  { locale, limit, alone }: Limits,
): readonly Line[] => {
  const asked = weigh(part, passages);
  const candidates = passages
    .map((passage) => scorePassage(passage, passages, asked, locale))
    .filter(({ top }) => top >= leastScore);
  const [best, ...others] = candidates.toSorted((a, b) => b.worth - a.worth);
  if (best === undefined) return [];

  const chosen = around(best, limit);
  if (!alone) return chosen;
  const covered = new Set([...best.words, ...chosen.flatMap(({ words }) => words)]);
  for (const other of others) {
    const room = limit - chosen.filter(({ kind }) => kind === "sentence").length;
    const line = other.lines.find(({ score }) => score === other.top);
    if (room <= 0 || line === undefined || other.worth < secondShare * best.worth) break;
    const open = line.words.filter((word) => asked.weights.has(word) && !covered.has(word));
    const gain = open.reduce((sum, word) => sum + (asked.weights.get(word) ?? 0), 0) / asked.total;
    if (gain < leastGain || repeats(line, chosen)) continue;
    chosen.push(...together(other, other.lines.indexOf(line)).slice(0, room));
    break;
  }
  return chosen;
};

/** Below this share of the question's weight a sentence is beside the point. */
const leastScore = 0.12;
/** How good the second passage must be against the first, and how much of the question it must add. */
const secondShare = 0.75;
const leastGain = 0.3;

type Line = Quote & { readonly words: readonly string[]; readonly score: number };
type Candidate = {
  readonly lines: readonly Line[];
  /** Score of its best line, 0 to 1. */
  readonly top: number;
  /** What its title and heading say of all of it. */
  readonly words: readonly string[];
  /** How good it is as a whole: what retrieval says, which has seen more than these passages, and its best line. */
  readonly worth: number;
};
type Asked = {
  readonly weights: ReadonlyMap<string, number>;
  readonly wants: AnswerKind | null;
  /** What a sentence gains that holds what is wanted. */
  readonly wanted: number;
  readonly total: number;
};

/** Words of the question by how rare they are among the passages: what stands everywhere decides little. */
const weigh = (
  { words, context, wants }: QuestionPart,
  passages: readonly NumberedPassage[],
): Asked => {
  const texts = passages.map(
    ({ title, heading, text }) => new Set(contentWords(`${title}\n${heading ?? ""}\n${text}`)),
  );
  const weights = new Map<string, number>();
  for (const word of [...words, ...context]) {
    const holding = texts.filter((text) => text.has(word)).length;
    const rarity = Math.log(1 + (texts.length + 1) / (holding + 0.5));
    weights.set(word, faint.has(word) ? 0.3 * rarity : rarity);
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  // Worth as much as a word that half of the passages have.
  const wanted = wants === null ? 0 : Math.log(3);
  return { weights, wants, wanted, total: sum + wanted || 1 };
};

/** Words of asking that say little of what is asked about; stems. */
const faint = new Set(
  "long take much many happen work go find know make thing time want 多久 多长 长时 时间 多少 少钱".split(
    " ",
  ),
);

const scorePassage = (
  passage: NumberedPassage,
  passages: readonly NumberedPassage[],
  asked: Asked,
  locale: Locale,
): Candidate => {
  const { title } = passage;
  const heading = passage.heading ?? "";
  const best = Math.max(...passages.map(({ score }) => score), Number.EPSILON);
  const language = passage.lang === locale ? 1 : 0.7;
  const isIn = { title: contains(title), heading: contains(heading) };
  const lines = splitSentences(passage.text).map((sentence, index): Line => {
    const words = contentWords(sentence.text);
    const isInLine = contains(sentence.text, words);
    let sum = 0;
    for (const [word, weight] of asked.weights) {
      if (isInLine(word)) sum += weight;
      else if (isIn.heading(word)) sum += 0.9 * weight;
      else if (isIn.title(word)) sum += 0.5 * weight;
    }
    const given = asked.wants === null || gives(asked.wants, sentence.text);
    if (given) sum += sum > 0 ? asked.wanted : 0;
    const early = 1 / (1 + 0.03 * index);
    const isAnswer = isQuotable(sentence) && (given || asked.wants !== "money");
    const score = isAnswer ? (sum / asked.total) * language * early : 0;
    return { ...sentence, n: passage.n, words, score };
  });
  const top = Math.max(0, ...lines.map(({ score }) => score));
  const named = contentWords(`${title}\n${heading}`);
  return { lines, top, words: named, worth: (0.55 * passage.score * language) / best + 0.45 * top };
};

/** Whether a word of the question stands in a text. A Chinese word of one character may stand in a longer one. */
const contains = (text: string, words: readonly string[] = contentWords(text)) => {
  const known = new Set(words);
  return (word: string) =>
    known.has(word) || (/^\p{Script=Han}$/u.test(word) && text.includes(word));
};

/** Questions of a FAQ and scraps of one word answer nothing. */
const isQuotable = ({ text, kind }: Sentence) =>
  !/[?？]["'”’」）)]*$/.test(text) && (kind !== "sentence" || text.length >= 4);

/** The best line with its company, and what follows on the matter. */
const around = (candidate: Candidate, limit: number): Line[] => {
  const { lines, top } = candidate;
  const anchor = lines.findIndex(({ score }) => score === top);
  const quotable = lines.filter(isQuotable);
  if (quotable.length <= limit && quotable.every(({ kind }) => kind === "sentence")) {
    return quotable;
  }
  // What stands right before the best line in its paragraph introduces it.
  const first = lines.findIndex(({ block }) => block === lines[anchor]?.block);
  const soon = anchor - first <= 2 ? first : anchor;
  const chosen: Line[] = [];
  const add = (line: Line) => {
    if (!chosen.includes(line) && isQuotable(line) && !repeats(line, chosen)) chosen.push(line);
  };
  for (let index = soon; index <= anchor; index += 1) together(candidate, index).forEach(add);
  for (const [index, line] of lines.entries()) {
    if (index <= anchor || chosen.includes(line)) continue;
    const sentences = chosen.filter(({ kind }) => kind === "sentence").length;
    if (line.kind !== "sentence" || sentences >= limit || length(chosen) > longEnough) break;
    const sameParagraph = line.block === lines[anchor]?.block;
    const isAboutIt = line.score >= (sameParagraph ? 0.25 : 0.75) * top;
    if (!isAboutIt && !goesOn.test(line.text) && !(sameParagraph && pointsBack.test(line.text)))
      break;
    together(candidate, index).forEach(add);
  }
  return chosen.toSorted((a, b) => lines.indexOf(a) - lines.indexOf(b));
};

/** Characters after which no further sentence is added. */
const longEnough = 600;
const length = (lines: readonly Line[]) => lines.reduce((sum, { text }) => sum + text.length, 0);

/** A line with what it cannot stand without: the sentence it points back to, the list before or after it. */
const together = ({ lines }: Candidate, index: number): Line[] => {
  const line = lines[index];
  if (line === undefined) return [];
  const before = lines[index - 1];
  if (line.kind !== "sentence") {
    const first = lines.findIndex((other) => other.block === line.block);
    const intro = lines[first - 1];
    const items = lines.filter((other) => other.block === line.block).slice(0, maxItems);
    if (!items.includes(line)) items.splice(-1, 1, line);
    return intro !== undefined && announces.test(intro.text) ? [intro, ...items] : items;
  }
  const pointed = pointsBack.test(line.text) && before?.kind === "sentence" && isQuotable(before);
  const own = pointed && before !== undefined ? [before, line] : [line];
  if (!announces.test(line.text)) return own;
  const next = lines[index + 1];
  if (next === undefined || next.kind === "sentence") return own.filter((other) => other !== line);
  return [...own, ...lines.filter((other) => other.block === next.block).slice(0, maxItems)];
};

const announces = /[:：]["'”]?$/;
const pointsBack =
  /^(?:it|its|this|that|these|those|they|them|their|he|she|then|however|otherwise|also|instead|so|but|and|or|in that case|这|那|它|其|该|此|但|然后|否则|因此|所以|另外|同时|如此)/i;
const goesOn = /^(?:then|after|next|if|note|otherwise|然后|之后|接着|如果|若|注意|否则)/i;

/** Whether a line says what one of the others says already. */
const repeats = (line: Line, others: readonly Line[]) => {
  const words = new Set(line.words);
  return others.some((other) => {
    const theirs = new Set(other.words);
    const shared = [...words].filter((word) => theirs.has(word)).length;
    return shared > 0.8 * Math.max(1, words.size + theirs.size - shared);
  });
};
