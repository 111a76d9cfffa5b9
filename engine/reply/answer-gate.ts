import type { Judgement } from "./judge-answer.ts";
import { citedNumbers } from "./passage.ts";

/** Lets an answer through while it is written, one judged sentence after the other. */
export type AnswerGate = {
  /** Takes the next words of the model; answers what may be shown now, mostly nothing. */
  add(words: string): string;
  /** Everything taken so far, as the model wrote it. */
  readonly written: string;
  /** What was let through so far. */
  readonly shown: string;
};

/**
 * Shows only sentences that are complete, cite something and passed the guards. After a fault that
 * needs a person nothing more is shown.
 */
export const makeAnswerGate = (judge: (answer: string) => Judgement): AnswerGate => {
  let written = "";
  let judgedLength = 0;
  let shown = "";
  return {
    get written() {
      return written;
    },
    get shown() {
      return shown;
    },
    add: (words) => {
      written += words;
      const end = safeEnd(written);
      if (end <= judgedLength) return "";
      judgedLength = end;
      const { text, needsPerson } = judge(written.slice(0, end));
      if (needsPerson || !text.startsWith(shown)) return "";
      const more = text.slice(shown.length);
      shown = text;
      return more;
    },
  };
};

/** Where the last complete sentence with a citation ends that something else already follows. */
const safeEnd = (text: string) => {
  let end = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    if (citedNumbers(match[0]).length > 0) end = match.index + match[0].length;
  }
  return end;
};

const cited = String.raw`[[【]\d{1,3}[\]】]`;
const sentenceEnd = new RegExp(
  String.raw`(?:${cited})+[.!?:。！？；：]+["'”’」』）)]*(?=\s+[^\s[【]|\n|[\p{L}])|` +
    String.raw`[.!?。！？；]+["'”’」』）)]*(?:\s*${cited})+(?=\s+[^\s[【]|\n|[\p{L}])|` +
    String.raw`(?:${cited})+(?=\n)`,
  "gu",
);
