import { contentWords } from "../policy/words.ts";
import { type AnswerKind, vocabularyOf, wantedKind, withoutAsking } from "./answer-kind.ts";

/** One thing a question asks. */
export type QuestionPart = {
  /** Its own words of content. */
  readonly words: readonly string[];
  /** Words it leans on: of the parts before it, when it has nothing but a pronoun of its own. */
  readonly context: readonly string[];
  /** What an answer to it must hold. */
  readonly wants: AnswerKind | null;
  /** What to search for to find an answer to it. */
  readonly search: string;
};

/** More parts than this are read as one question: a long letter is not a list of them. */
const maxParts = 3;

/**
 * Takes a question apart: "How long does a repair take, and what does it cost?" asks for a time and for
 * money, and each may stand in another sentence. A part without words of its own leans on those before.
 */
export const questionParts = (question: string): readonly QuestionPart[] => {
  const clauses = question
    .split(boundary)
    .map((clause) => clause.trim())
    .filter((clause) => contentWords(clause).length > 0 || wantedKind(clause) !== null);
  const parts = clauses.length > 1 && clauses.length <= maxParts ? clauses : [question];
  const result: QuestionPart[] = [];
  let context: readonly string[] = [];
  for (const part of parts) {
    const wants = wantedKind(part);
    const all = unique(contentWords(part));
    const own = wants === null ? all : unique(contentWords(withoutAsking(wants, part)));
    // A question made of nothing but asking words keeps them: they are all there is to find.
    const words = own.length === 0 && context.length === 0 ? all : own;
    const leansOn = leans.test(part) || words.length === 0 ? context : [];
    const search = [part, ...leansOn, wants === null ? "" : vocabularyOf(wants, part)].join(" ");
    result.push({ words, context: leansOn, wants, search: search.trim() });
    context = unique([...context, ...words]);
  }
  return result;
};

/** A new question begins after a mark, or after a word that joins where a question word follows. */
const boundary =
  /[?？!！\n]+|[,，;；]?\s*\b(?:and|or|but)\s+(?=(?:also\s+)?(?:what|how|when|where|who|which|why|do|does|is|are|can|could|will)\b)|[,，;；]\s*(?=(?:what|how|when|where|who|which|why|do|does|is|are|can|could|will)\b|(?:还有|另外|以及|那么?)?(?:要|需要)?(?:多少|多久|多长|几|什么|怎么|如何|哪|是否|费用|价格|收费))|[,，]?(?:还有|另外|以及)/iu;
const leans = /\b(?:it|its|they|them|this|that|these|those|one)\b|[它这那其]/i;

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];
