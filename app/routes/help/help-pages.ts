import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import type { Locale } from "#app/i18n/locale.ts";
import { makeSlugs } from "#engine/knowledge/extraction/heading-slug.ts";

/** A page of the help. `name` is its address below /help; `sections` are its headings of level 2. */
export type HelpPage = {
  readonly name: HelpName;
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly slug: string }[];
  readonly tree: Root;
};

/** The pages in the order in which a new person needs them. */
export const helpNames = [
  "get-started",
  "inbox",
  "modes-and-drafts",
  "take-over-and-hand-back",
  "why-an-answer",
  "knowledge",
  "retrieval",
  "policies",
  "orders-and-tickets",
  "widget",
  "people-and-workspaces",
  "privacy-and-security",
  "delivery",
  "operate",
  "api-and-command-line",
] as const;
export type HelpName = (typeof helpNames)[number];

/** Whether a page of the help has this name. */
export const isHelpName = (name: string): name is HelpName =>
  (helpNames as readonly string[]).includes(name);

// The texts are those of the repository's docs/help; they lie in the server's bundle, and are read once.
const texts = import.meta.glob<string>("/docs/help/*/*.md", { query: "?raw", import: "default" });
const read = new Map<Locale, Promise<readonly HelpPage[]>>();

/** All pages of the help in a language. */
export const helpPages = (locale: Locale): Promise<readonly HelpPage[]> => {
  const known = read.get(locale) ?? Promise.all(helpNames.map((name) => readPage(locale, name)));
  read.set(locale, known);
  return known;
};

const readPage = async (locale: Locale, name: HelpName): Promise<HelpPage> => {
  const text = texts[`/docs/help/${locale}/${name}.md`];
  if (text === undefined) throw new Error(`docs/help/${locale}/${name}.md is missing`);
  const tree = fromMarkdown(await text());
  const slugOf = makeSlugs();
  let title = "";
  const sections: { heading: string; slug: string }[] = [];
  for (const node of tree.children) {
    if (node.type !== "heading") continue;
    const heading = toString(node);
    const slug = slugOf(heading);
    if (node.depth === 1) title = heading;
    if (node.depth === 2) sections.push({ heading, slug });
  }
  return { name, title, sections, tree };
};
