import type { Quote } from "./extract-answer.ts";

/** Quotes as an answer: paragraphs and lists in their shape, each sentence with its citation before the full stop. */
export const composeQuotes = (quotes: readonly Quote[]): string => {
  let text = "";
  let last: Quote | null = null;
  let step = 0;
  for (const quote of quotes) {
    const samePassage = last !== null && last.n === quote.n;
    const goesOn = samePassage && last?.kind === quote.kind;
    const isAnnounced = samePassage && quote.kind !== "sentence" && /[:：]$/.test(last?.text ?? "");
    step = goesOn ? step + 1 : 1;
    const mark = { sentence: "", item: "- ", step: `${step}. ` }[quote.kind];
    const inBlock = quote.kind === "sentence" ? joint(text) : "\n";
    const between = text === "" ? "" : goesOn || isAnnounced ? inBlock : "\n\n";
    text += `${between}${mark}${cite(quote)}`;
    last = quote;
  }
  return text;
};

const cite = ({ text, n }: Quote) => {
  const end = /[.!。！；:：]$/.exec(text);
  const body = (end === null ? text : text.slice(0, end.index)).trimEnd();
  const space = /[\p{Script=Han}）」”》]$/u.test(body) ? "" : " ";
  return `${body}${space}[${n}]${end?.[0] ?? ""}`;
};

/** Chinese sentences follow one another without a space. */
const joint = (before: string) => (/[。！？；”」）]$/.test(before) ? "" : " ");
