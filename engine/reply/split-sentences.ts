/**
 * A sentence, an item of a list or a step of a numbered one. `block` numbers the paragraph or list it
 * belongs to, from 0.
 */
export type Sentence = {
  readonly text: string;
  readonly kind: "sentence" | "item" | "step";
  readonly block: number;
};

/**
 * Cuts Markdown or plain text into sentences and list items, in reading order. Headings, rules and
 * table lines are left out: they say nothing alone. Marks of emphasis are removed, links keep their words
 * and address. A citation that follows a sentence belongs to it.
 */
export const splitSentences = (text: string): Sentence[] => {
  const result: Sentence[] = [];
  let block = -1;
  let open: { kind: Sentence["kind"]; lines: string[] } | null = null;
  let afterBlank = true;

  const close = () => {
    if (open === null) return;
    const whole = plain(open.lines.reduce(joinLines, ""));
    const parts = open.kind === "sentence" ? sentencesOf(whole) : [whole];
    for (const part of parts) if (part !== "") result.push({ text: part, kind: open.kind, block });
    open = null;
  };

  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*([-*+•]|\d{1,2}[.)、])\s+(.*)$/.exec(line);
    if (line.trim() === "" || leftOut.test(line)) {
      close();
      afterBlank = true;
    } else if (item !== null) {
      close();
      const kind = /^\d/.test(item[1] ?? "") ? "step" : "item";
      if (result.at(-1)?.kind !== kind) block += 1;
      open = { kind, lines: [item[2] ?? ""] };
      afterBlank = false;
    } else if (open !== null && !afterBlank) {
      open.lines.push(line.trim());
    } else {
      close();
      block += 1;
      open = { kind: "sentence", lines: [line.trim()] };
      afterBlank = false;
    }
  }
  close();
  return result;
};

/** Cuts one paragraph into sentences. English and Chinese ends; abbreviations, numbers and addresses stay whole. */
export const sentencesOf = (paragraph: string): string[] => {
  const sentences: string[] = [];
  let start = 0;
  for (const match of paragraph.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    if (/^[.!?]/.test(match[0]) && !endsEnglish(paragraph, match.index, end)) continue;
    sentences.push(paragraph.slice(start, end).trim());
    start = end;
  }
  sentences.push(paragraph.slice(start).trim());
  return sentences.filter((sentence) => sentence !== "");
};

/** Marks of the end, what closes quotes and brackets, and citations right behind. */
const sentenceEnd = /(?:[.!?]+|[。！？；]+|……)["'”’」』）)\]]*(?:\s*[[【]\d{1,3}[\]】])*/g;

const endsEnglish = (text: string, at: number, end: number) => {
  const after = text.slice(end);
  if (after.trim() === "") return true;
  if (!/^\s/.test(after)) return false;
  if (!/^\s+["'“‘(「]?[\p{Lu}\p{N}\p{Script=Han}\-*]/u.test(after)) return false;
  const before = /(\S+)$/.exec(text.slice(0, at))?.[1]?.toLowerCase() ?? "";
  return text[at] !== "." || !abbreviation.test(before);
};

const abbreviation = /^["'(“]*(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|inc|ltd|approx|min|max|[a-z])$/;

const leftOut = /^\s*(?:#{1,6}\s|\||([-*_=])\s*(?:\1\s*){2,}$|```)/;

/** Chinese lines join without a space. */
const joinLines = (text: string, line: string) =>
  text === "" ||
  (/\p{Script=Han}|[，。；：、]$/u.test(text.slice(-1)) && /^\p{Script=Han}/u.test(line))
    ? text + line
    : `${text} ${line}`;

const plain = (text: string) =>
  text
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replaceAll(/(\*\*|__|`)(.+?)\1/g, "$2")
    .replaceAll(/(^|\s)[*_](\S[^*_]*)[*_](?=\s|[.,;:!?]|$)/g, "$1$2")
    .replaceAll(/\s+/g, " ")
    .trim();
