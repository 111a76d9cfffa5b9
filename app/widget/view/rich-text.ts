/** A piece of a line. Everything is shown as text; nothing becomes HTML. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string }
  | { readonly kind: "citation"; readonly n: number };

/** A paragraph, whose lines keep their breaks, or a list. */
export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    };

/** Words as they were written, with links: for what people write. */
export const plainBlocks = (text: string): readonly Block[] => [
  { kind: "paragraph", lines: text.split("\n").map((line) => linked(line)) },
];

/**
 * Light Markdown for answers: paragraphs, `-` and `1.` lists, `**bold**`, code between back ticks, links
 * and citations `[n]` of the given numbers. Anything else stays the text it is.
 */
export const answerBlocks = (text: string, citations: ReadonlySet<number>): readonly Block[] => {
  const blocks: Block[] = [];
  for (const line of text.split("\n")) {
    const item = /^\s{0,3}(?:([-*•])|(\d{1,3})[.)])\s+(.+)$/.exec(line);
    if (item === null) addLine(blocks, line, citations);
    else addItem(blocks, item[2], inlines(item[3] ?? "", citations));
  }
  return blocks.filter((block) => block.kind === "list" || block.lines.length > 0);
};

const addLine = (blocks: Block[], line: string, citations: ReadonlySet<number>) => {
  const last = blocks.at(-1);
  const heading = /^#{1,6}\s+(.+)$/.exec(line);
  const content: readonly Inline[] =
    heading === null ? inlines(line, citations) : [{ kind: "bold", text: heading[1] ?? "" }];
  if (line.trim() === "") blocks.push({ kind: "paragraph", lines: [] });
  else if (last?.kind !== "paragraph") blocks.push({ kind: "paragraph", lines: [content] });
  else blocks[blocks.length - 1] = { kind: "paragraph", lines: [...last.lines, content] };
};

const addItem = (blocks: Block[], number: string | undefined, content: readonly Inline[]) => {
  const ordered = number !== undefined;
  const last = blocks.at(-1);
  if (last?.kind === "list" && last.ordered === ordered) {
    blocks[blocks.length - 1] = { ...last, items: [...last.items, content] };
  } else blocks.push({ kind: "list", ordered, start: Number(number ?? 1), items: [content] });
};

const inlines = (text: string, citations: ReadonlySet<number>): readonly Inline[] =>
  text.split(/(\*\*[^*]+\*\*|`[^`]+`|\[\d{1,2}\])/).flatMap((piece): readonly Inline[] => {
    if (/^\*\*.+\*\*$/.test(piece)) return [{ kind: "bold", text: piece.slice(2, -2) }];
    if (/^`.+`$/.test(piece)) return [{ kind: "code", text: piece.slice(1, -1) }];
    const n = Number(/^\[(\d+)\]$/.exec(piece)?.[1] ?? Number.NaN);
    if (citations.has(n)) return [{ kind: "citation", n }];
    return linked(piece);
  });

/** Ends at white space, quotes, angle brackets and Chinese punctuation. */
const urlPattern = /https?:\/\/[^\s<>"'`\u2018-\u201d\u3000-\u303f\uff00-\uffef]+/gi;

const linked = (text: string): readonly Inline[] => {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(urlPattern)) {
    const shown = withoutTrailingPunctuation(match[0]);
    const url = safeUrl(shown);
    if (url === null) continue;
    if (match.index > end) pieces.push({ kind: "text", text: text.slice(end, match.index) });
    pieces.push({ kind: "link", text: shown, url });
    end = match.index + shown.length;
  }
  if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) });
  return pieces;
};

const withoutTrailingPunctuation = (url: string): string => {
  const trimmed = url.replace(/[.,;:!?*_~]+$/, "");
  const closes = trimmed.endsWith(")") && !trimmed.includes("(");
  const rest = closes || /[\]}]$/.test(trimmed) ? trimmed.slice(0, -1) : trimmed;
  return rest === url ? url : withoutTrailingPunctuation(rest);
};

/** The address when it may be opened: http or https, and no name hidden before an @. */
export const safeUrl = (text: string): string | null => {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.password === "" ? url.href : null;
};
