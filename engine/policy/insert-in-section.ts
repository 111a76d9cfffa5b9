import type { Locale } from "#contract/ids.ts";
import { readPage } from "./read-page.ts";
import { type SectionKind, sectionKind } from "./section-kind.ts";

/** Words to put into a page, and where. */
export type Insertion = { readonly at: number; readonly words: string };

/** Where a line goes at the end of a section of a page: with its heading when the page has no such section. */
export const insertInSection = (
  text: string,
  kind: SectionKind,
  line: string,
  heading: Readonly<Record<Locale, string>>,
  locale: Locale,
): Insertion => {
  const section = readPage(text).sections.find((one) => sectionKind(one.heading) === kind);
  if (section === undefined) {
    const gap = text === "" || text.endsWith("\n") ? "\n" : "\n\n";
    return { at: text.length, words: `${gap}## ${heading[locale]}\n\n${line}\n` };
  }
  const last = section.lines.findLast((one) => one.text.trim() !== "");
  const lines = text.split("\n").slice(0, last?.line ?? section.line);
  return { at: lines.join("\n").length, words: `${last === undefined ? "\n\n" : "\n"}${line}` };
};
