import { type Run, runsOf, stemOf } from "./tokens.ts";

/** Another way to put a question, by words that mean the same to a tenant. */
export type Wording = {
  readonly text: string;
  /** Which phrases of the question were replaced, and by what. */
  readonly replaced: readonly Replacement[];
};

/** A phrase that was asked for, and one that means the same. */
export type Replacement = { readonly asked: string; readonly meant: string };

/** A question has at most so many other wordings; each costs a scoring of all candidates. */
const maxWordings = 8;

/**
 * The other wordings of a question by groups of phrases that mean the same. A phrase stands in the question
 * when its words do, in order, whatever their endings; a Chinese one as it is written.
 */
export const wordingsOf = (
  question: string,
  synonyms: readonly (readonly string[])[],
): readonly Wording[] => {
  const runs = runsOf(question);
  let wordings: readonly { runs: readonly Run[]; replaced: readonly Replacement[] }[] = [
    { runs, replaced: [] },
  ];
  for (const group of synonyms) {
    const phrases = group.map((phrase) => ({ phrase, runs: runsOf(phrase) }));
    // The longest phrase first: "credit note" is not "note".
    const asked = phrases
      .toSorted((a, b) => b.phrase.length - a.phrase.length)
      .find((one) => replace(runs, one.runs, []) !== null);
    if (asked === undefined) continue;
    const others = phrases.filter(({ phrase }) => phrase !== asked.phrase);
    wordings = wordings
      .flatMap((wording) => [
        wording,
        ...others.map((other) => ({
          runs: replace(wording.runs, asked.runs, other.runs) ?? wording.runs,
          replaced: [...wording.replaced, { asked: asked.phrase, meant: other.phrase }],
        })),
      ])
      .slice(0, maxWordings + 1);
  }
  return wordings
    .filter(({ replaced }) => replaced.length > 0)
    .map((wording) => ({
      text: wording.runs.map(({ text }) => text).join(" "),
      replaced: wording.replaced,
    }));
};

/** The runs with the first occurrence of a phrase replaced; null when it does not occur. */
const replace = (
  runs: readonly Run[],
  phrase: readonly Run[],
  by: readonly Run[],
): readonly Run[] | null => {
  const [first] = phrase;
  if (first === undefined) return null;
  if (first.cjk && phrase.length === 1) return replaceInRun(runs, first.text, by);
  for (let at = 0; at + phrase.length <= runs.length; at += 1) {
    if (phrase.every((run, offset) => isSame(runs[at + offset], run))) {
      return [...runs.slice(0, at), ...by, ...runs.slice(at + phrase.length)];
    }
  }
  return null;
};

const isSame = (a: Run | undefined, b: Run) =>
  a !== undefined &&
  a.cjk === b.cjk &&
  (a.cjk ? a.text === b.text : stemOf(a.text) === stemOf(b.text));

/** Chinese has no spaces: a phrase stands inside a run, and what is left of it stays one where it can. */
const replaceInRun = (
  runs: readonly Run[],
  phrase: string,
  by: readonly Run[],
): readonly Run[] | null => {
  const index = runs.findIndex(({ cjk, text }) => cjk && text.includes(phrase));
  const run = runs[index];
  if (run === undefined) return null;
  const at = run.text.indexOf(phrase);
  const before = run.text.slice(0, at);
  const after = run.text.slice(at + phrase.length);
  const [only] = by;
  const inside: readonly Run[] =
    by.length === 1 && only?.cjk === true
      ? [{ cjk: true, text: before + only.text + after }]
      : [{ cjk: true, text: before }, ...by, { cjk: true, text: after }];
  return [
    ...runs.slice(0, index),
    ...inside.filter(({ text }) => text !== ""),
    ...runs.slice(index + 1),
  ];
};
