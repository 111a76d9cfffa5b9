import type { PassageLink } from "#db/reads/chunks.ts";
import { type ChunkDraft, headingSeparator } from "../chunk-draft.ts";
import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import type { ReadDocument } from "./block.ts";
import { detectLanguage } from "./detect-language.ts";
import { makeSlugs } from "./heading-slug.ts";
import { takeLinks } from "./link-marks.ts";
import { splitBlock } from "./split-block.ts";
import { widthOf } from "./width.ts";

/**
 * Cuts a document into passages. A passage never crosses a heading, so it is about one thing and can be
 * linked to; neighbours under one heading are put together until they are long enough to answer with.
 * `onBlock` is told how many blocks are done.
 */
export const cutChunks = (
  title: string,
  { blocks, links = [] }: Pick<ReadDocument, "blocks" | "links">,
  onBlock: (done: number) => void = () => {},
): readonly ChunkDraft[] => {
  const chunks: ChunkDraft[] = [];
  const slugOf = makeSlugs();
  let path: readonly Heading[] = [];
  let parts: Part[] = [];
  // Links of headings go with the first passage below them.
  let pending: readonly HeadingLinks[] = [];
  const flush = () => {
    const cut = packed(parts).map((part) => toChunk(title, path, part, links));
    const [first, ...others] = cut;
    parts = [];
    if (first !== undefined) {
      const led = [...pending.flatMap((heading) => heading.links), ...(first.links ?? [])];
      chunks.push({ ...first, links: led }, ...others);
      pending = [];
    }
    if (chunks.length > limits.chunksOfSource) {
      const detail = `More than ${limits.chunksOfSource} passages`;
      throw new SourceFailure({ reason: "too_long", detail });
    }
  };
  for (const [index, block] of blocks.entries()) {
    if (index > 0) onBlock(index);
    if (block.kind !== "heading") {
      for (const text of splitBlock(block)) parts.push({ text, page: block.page });
      continue;
    }
    flush();
    const { level, page } = block;
    const { text, links: own } = takeLinks(block.text, links);
    pending = [...pending.filter((heading) => heading.level < level), { level, links: own }];
    const anchor = page === null ? (block.anchor ?? slugOf(text)) : null;
    path = [...path.filter((above) => above.level < level), { level, text, anchor }];
  }
  flush();
  return chunks;
};

type Heading = { readonly level: number; readonly text: string; readonly anchor: string | null };
type HeadingLinks = { readonly level: number; readonly links: readonly PassageLink[] };
type Part = { readonly text: string; readonly page: number | null };

/** Length a passage is filled up to, counting a Chinese character as two: a screenful on a phone. */
const wantedLength = 900;

const packed = (parts: readonly Part[]): readonly Part[] => {
  const packs: Part[] = [];
  for (const part of parts) {
    const last = packs.at(-1);
    const fits = last !== undefined && widthOf(last.text) + widthOf(part.text) <= wantedLength;
    if (fits) packs[packs.length - 1] = { text: `${last.text}\n\n${part.text}`, page: last.page };
    else packs.push(part);
  }
  return packs;
};

const toChunk = (
  title: string,
  path: readonly Heading[],
  { text: marked, page }: Part,
  addresses: readonly string[],
): ChunkDraft => {
  const { text, links } = takeLinks(marked, addresses);
  const headings = path.filter(({ text: heading }) => heading !== title);
  return {
    title,
    heading: headings
      .map(({ text: heading }) => heading)
      .join(headingSeparator)
      .slice(0, 500)
      .toWellFormed(),
    text,
    links,
    lang: detectLanguage(text),
    anchor: headings.at(-1)?.anchor?.slice(0, 300) ?? null,
    page,
  };
};
