import type { PageItem } from "./page-item.ts";
import type { ToneExample } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/**
 * Reads an item of the Tone section that is an example: `Instead of "X", say "Y".` or `不说“X”，说“Y”。`
 * Null for an item that is plain words.
 */
export const parseToneExample = (item: PageItem): ToneExample | PolicyProblem | null => {
  const { text } = item;
  const opening = /^(?:instead of\b|不要?说(?=\s*["“「])|别说(?=\s*["“「]))\s*/i.exec(text);
  if (opening === null) return null;
  const quotes = [...text.matchAll(/"([^"]*)"|“([^”]*)”|「([^」]*)」/g)];
  const [insteadOf, say] = quotes.map((match) => (match[1] ?? match[2] ?? match[3] ?? "").trim());
  if (insteadOf === undefined || insteadOf === "") {
    return { ...item.place(opening[0].length), ...noQuote };
  }
  if (say === undefined || say === "") return { ...item.place(text.length), ...noSay };
  return { line: item.place(0).line, insteadOf, say };
};

const noQuote = {
  en: 'Put in quotes what should not be written: Instead of "Per our policy", say "We can".',
  zh: "请用引号写出不要说的话：不说“根据规定”，说“我们可以”。",
};
const noSay = {
  en: 'The example does not say what to write in its place. Go on with: , say "We can".',
  zh: "例子没有写应该怎么说。请接着写：，说“我们可以”。",
};
