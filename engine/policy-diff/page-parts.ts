import { type PageItem, type PageLine, readItems } from "../policy/page-item.ts";
import { settingName } from "../policy/parse-settings.ts";
import { readPage } from "../policy/read-page.ts";
import { sectionKind, type SectionKind } from "../policy/section-kind.ts";

/** What a part of a page is: its name, its settings, its opening words, or a section. */
export type PartKind = "title" | "settings" | "about" | SectionKind;

/** A setting, a rule, a paragraph: the least that is compared as one. */
export type PartItem = {
  /** Where it starts in the page, from 1. */
  readonly line: number;
  readonly text: string;
  /** The setting's name, the same in every language; null for everything else. */
  readonly setting: string | null;
};

/** A part of a page with its items in order. */
export type PagePart = {
  readonly kind: PartKind;
  /** As written; empty where there is none. */
  readonly heading: string;
  readonly line: number;
  readonly items: readonly PartItem[];
};

/** Takes a page apart, whether or not it reads well: what is compared may be half written. */
export const pageParts = (text: string): readonly PagePart[] => {
  const { title, header, about, sections } = readPage(text);
  const [opening] = about;
  const named = { line: titleLine(text), text: title, setting: null };
  const parts: PagePart[] = [
    { kind: "title", heading: "", line: named.line, items: title === "" ? [] : [named] },
    {
      kind: "settings",
      heading: "",
      line: header[0]?.line ?? 1,
      items: header.filter(isWritten).map(toSetting),
    },
    { kind: "about", heading: "", line: opening?.line ?? 1, items: itemsOf(about) },
    ...sections.map(({ heading, line, lines }): PagePart => ({
      kind: sectionKind(heading),
      heading,
      line,
      items: itemsOf(lines),
    })),
  ];
  return parts.filter(({ kind, items }) => isSection(kind) || items.length > 0);
};

/** Whether a part is a section with a heading of its own. */
export const isSection = (kind: PartKind): kind is SectionKind =>
  kind !== "title" && kind !== "settings" && kind !== "about";

const isWritten = ({ text }: PageLine) => text.trim() !== "";

const toSetting = ({ line, text }: PageLine): PartItem => {
  const written = text.trim();
  const raw = /^[^:：]*/.exec(written)?.[0].trim() ?? "";
  return { line, text: written, setting: settingName(raw) ?? raw.toLowerCase() };
};

const itemsOf = (lines: readonly PageLine[]): readonly PartItem[] => readItems(lines).map(toItem);

const toItem = (item: PageItem): PartItem => ({
  line: item.place(0).line,
  text: item.text,
  setting: null,
});

const titleLine = (text: string) => text.split("\n").findIndex((line) => /^#\s/.test(line)) + 1;
