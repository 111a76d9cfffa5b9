import { mayOpen, withLinkMark, withoutMarks } from "./link-marks.ts";
import type { TextItem } from "./pdf-lines.ts";

/** A place of a page that leads somewhere: left, bottom, right and top, as items count. */
export type PdfLink = { readonly url: string; readonly rect: readonly number[] };

/** The links among a page's annotations, as far as a page may open them. */
export const linksAmong = (annotations: readonly unknown[]): readonly PdfLink[] =>
  annotations.flatMap((annotation) => {
    const { subtype, url, rect } = Object(annotation) as Record<string, unknown>;
    if (subtype !== "Link" || typeof url !== "string" || !mayOpen(url)) return [];
    const numbers = Array.isArray(rect) ? rect.map(Number) : [];
    return numbers.length === 4 && numbers.every(Number.isFinite) ? [{ url, rect: numbers }] : [];
  });

/** Marks the words of a page's items that lie in its links. `numberOf` gives an address its number; null for too many. */
export const markItems = (
  items: readonly TextItem[],
  links: readonly PdfLink[],
  numberOf: (url: string) => number | null,
): readonly TextItem[] =>
  items.map((item) => {
    const str = withoutMarks(item.str);
    const spans = links
      .flatMap(({ url, rect }) => {
        const span = spanIn({ ...item, str }, rect);
        const number = span === null ? null : numberOf(url);
        return span === null || number === null ? [] : [{ ...span, number }];
      })
      .toSorted((a, b) => b.from - a.from);
    let marked = str;
    let end = str.length;
    for (const { from, to, number } of spans) {
      if (to > end) continue;
      marked =
        marked.slice(0, from) + withLinkMark(marked.slice(from, to), number) + marked.slice(to);
      end = from;
    }
    return { ...item, str: marked };
  });

/** Words of one link that stand in several items, as those in another type do, are one link again. */
export const joinMarks = (line: string): string =>
  line.replaceAll(
    /\u{e001}([\u{f0000}-\u{ffffd}])(\s*)\u{e000}(?=[^\u{e000}\u{e001}]*\u{e001}\1)/gu,
    "$2",
  );

/** Which words of an item lie in a rectangle. All letters count as equally wide: it is the words' middles that tell. */
const spanIn = ({ str, x, y, width, fontSize }: TextItem, rect: readonly number[]) => {
  const [left = 0, bottom = 0, right = 0, top = 0] = rect;
  if (width <= 0 || y < bottom - 0.3 * fontSize || y > top) return null;
  if (right <= x || left >= x + width) return null;
  const words = [...str.matchAll(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu)].filter((word) => {
    const middle = x + ((word.index + word[0].length / 2) / str.length) * width;
    return middle >= left && middle <= right;
  });
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  return { from: first.index, to: last.index + last[0].length };
};
