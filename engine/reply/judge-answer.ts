import {
  type Fault,
  type GuardBasis,
  type GuardContext,
  guardNames,
  type GuardResult,
  makeBasis,
} from "./guard.ts";
import { citationsOf, evidenceFaults } from "./guard-evidence.ts";
import { languageFaults } from "./guard-language.ts";
import { leakFaults } from "./guard-leak.ts";
import { lengthFaults, maxAnswerLength } from "./guard-length.ts";
import { linkFaults } from "./guard-links.ts";
import { neverFaults } from "./guard-never.ts";
import { privacyFaults } from "./guard-privacy.ts";
import { secretFaults } from "./guard-secrets.ts";
import { citationPattern, citedNumbers } from "./passage.ts";
import { sentencesOf } from "./split-sentences.ts";

/** An answer after the guards. */
export type Judgement = {
  /** What is left of it, citations renumbered from 1 in the order they appear. */
  readonly text: string;
  /** The passages it cites: the first one is [1], and so on. */
  readonly cited: readonly number[];
  readonly guards: readonly GuardResult[];
  /** Share of the sentences that nothing is wrong with, 0 to 1. 0 for an empty answer. */
  readonly supported: number;
  /** It must not go out without a person. */
  readonly needsPerson: boolean;
};

/**
 * Makes the judge of one answer. It passes the text through all guards: sentences that fail are taken
 * out, each sentence that stays carries its citation, lists and paragraphs keep their shape. Judging
 * a beginning of the answer gives a beginning of the result, so that it can be shown while it is written.
 * Passages may join while it is written. A sentence keeps the judgement it had: what it cited was not known then.
 */
export const makeJudge = (context: GuardContext) => {
  let basis = makeBasis(context);
  let known = context.passages.length;
  const judged = new Map<string, readonly Fault[]>();
  const faultsOf = (sentence: string, cited: readonly number[]) => {
    const key = `${cited.join()} ${sentence}`;
    const faults = judged.get(key) ?? judgeSentence(sentence, cited, basis);
    judged.set(key, faults);
    return faults;
  };

  return (answer: string): Judgement => {
    if (context.passages.length !== known) {
      basis = makeBasis(context);
      known = context.passages.length;
    }
    const faults: Fault[] = leakFaults(answer, basis);
    const leaks = faults.length > 0;
    let total = 0;
    let good = 0;
    let room = maxAnswerLength;
    const blocks = answer.split(/\n\s*\n/).map((block) => {
      const lines = block.split("\n").filter((line) => line.trim() !== "");
      const parts = lines.map(takeApart);
      const all = parts.flatMap(({ sentences }) => sentences);
      let index = 0;
      const kept = parts.map(({ mark, sentences }) => {
        let line = "";
        for (const sentence of sentences) {
          const cited = citationsOf(index, all);
          index += 1;
          const found = [...faultsOf(sentence, cited), ...lengthFaults(sentence, room)];
          faults.push(...found);
          total += 1;
          if (found.length === 0) good += 1;
          if (leaks || found.some(({ drop }) => drop)) continue;
          room -= sentence.length;
          line = join(line, cite(sentence, cited));
        }
        return line === "" ? "" : mark + line;
      });
      return kept.filter((line) => line !== "").join("\n");
    });
    const left = withoutLoneIntros(blocks.filter((block) => block !== "")).join("\n\n");
    faults.push(...languageFaults(answer, basis.locale));
    const { text, cited } = renumber(left);
    return {
      text,
      cited,
      guards: summarise(faults),
      supported: total === 0 ? 0 : good / total,
      needsPerson: faults.some((fault) => fault.needsPerson),
    };
  };
};

const summarise = (faults: readonly Fault[]) =>
  guardNames.map((name): GuardResult => {
    const details = faults.filter(({ guard }) => guard === name).map(({ detail }) => detail);
    const passed = details.length === 0;
    return { name, passed, detail: passed ? null : [...new Set(details)].join(" ") };
  });

const judgeSentence = (sentence: string, cited: readonly number[], basis: GuardBasis) => {
  const sources = cited.map((n) => basis.sources.get(n)).filter((source) => source !== undefined);
  return [
    ...secretFaults(sentence, basis),
    ...privacyFaults(sentence, basis),
    ...linkFaults(sentence, sources, basis),
    ...evidenceFaults(sentence, cited, basis),
    ...neverFaults(sentence, basis),
  ];
};

/** A line's list mark or nothing, and its sentences. Headings lose their mark. */
const takeApart = (line: string) => {
  const match = /^(\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)|\s*#{1,6}\s+)?(.*)$/.exec(line);
  const mark = (match?.[1] ?? "").trimStart();
  const rest = match?.[2] ?? "";
  return mark === "" || mark.startsWith("#")
    ? { mark: "", sentences: sentencesOf(rest) }
    : { mark: /^\d/.test(mark) ? mark : "- ", sentences: [rest.trim()].filter(Boolean) };
};

/** "You need:" says nothing when all the items it announces were taken out. */
const withoutLoneIntros = (blocks: readonly string[]) =>
  blocks.filter(
    (block, index) =>
      !/^[^\n]*[:：](?:\s*\[\d+\])*$/.test(block) || /^(?:- |\d)/.test(blocks[index + 1] ?? ""),
  );

/** The sentence with a citation before its full stop, when it has none of its own. */
const cite = (sentence: string, cited: readonly number[]) => {
  if (citedNumbers(sentence).length > 0 || cited.length === 0) return sentence;
  const marks = cited.map((n) => `[${n}]`).join("");
  const end = /[.!?。！？；:：]+$/.exec(sentence)?.[0] ?? "";
  const body = sentence.slice(0, sentence.length - end.length);
  return `${body}${/\p{Script=Han}$/u.test(body) ? "" : " "}${marks}${end}`;
};

const join = (text: string, sentence: string) =>
  text === "" || /[。！？；”」）](?:\[\d+\])*$/.test(text)
    ? text + sentence
    : `${text} ${sentence}`;

const renumber = (text: string) => {
  const cited: number[] = [];
  const renumbered = text.replaceAll(citationPattern, (whole, digits: string) => {
    const n = Number(digits);
    if (!cited.includes(n)) cited.push(n);
    return `${/^\s/.test(whole) ? " " : ""}[${cited.indexOf(n) + 1}]`;
  });
  return { text: renumbered, cited };
};
