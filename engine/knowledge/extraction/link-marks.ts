import type { Nodes, Root } from "mdast";
import { toString } from "mdast-util-to-string";
import type { PassageLink } from "#db/reads/chunks.ts";

/*
 * While a document is cut, its links travel in the text as marks around their words: U+E000 before them,
 * U+E001 and a number behind. So each lands in the passage that has its words, and none in the text itself.
 */

/** Takes what would look like a mark out of a source; these code points have no meaning of their own. */
export const withoutMarks = (source: string): string =>
  source.replaceAll(/[\u{e000}\u{e001}\u{f0000}-\u{ffffd}]/gu, "");

/**
 * Marks the links of a Markdown tree, and answers their addresses in the order of their numbers, which begin
 * with `first`. Left out are those without words, and those that no page should open.
 */
export const markLinks = (tree: Root, first: number): readonly string[] => {
  const addresses: string[] = [];
  const definitions = new Map<string, string>();
  for (const node of tree.children) {
    if (node.type === "definition") definitions.set(node.identifier, node.url);
  }
  const visit = (node: Nodes): void => {
    if (!("children" in node)) return;
    for (const child of node.children) visit(child);
    if (node.type !== "link" && node.type !== "linkReference") return;
    const url = node.type === "link" ? node.url : definitions.get(node.identifier);
    if (url === undefined || !mayOpen(url) || toString(node).trim() === "") return;
    if (first + addresses.length >= maxLinks) return;
    const [before, behind] = marksOf(first + addresses.push(url) - 1);
    node.children.unshift({ type: "text", value: before });
    node.children.push({ type: "text", value: behind });
  };
  visit(tree);
  return addresses;
};

/** Words between the marks of the link with this number. */
export const withLinkMark = (words: string, number: number): string => marksOf(number).join(words);

const marksOf = (number: number): readonly [before: string, behind: string] => [
  "\u{e000}",
  `\u{e001}${String.fromCodePoint(0xf0000 + number)}`,
];

/** A text without its marks, and the links that are whole in it, in order, each once; not those whose words are their address, or a sign such as ¶. */
export const takeLinks = (
  marked: string,
  addresses: readonly string[],
): { readonly text: string; readonly links: readonly PassageLink[] } => {
  if (addresses.length === 0) return { text: marked, links: [] };
  const links = new Map<string, PassageLink>();
  for (const [, words = "", number = ""] of marked.matchAll(markedLink)) {
    const text = words.replaceAll(/\s+/g, " ").trim();
    const url = addresses[(number.codePointAt(0) ?? 0) - 0xf0000];
    if (url === undefined || !/[\p{L}\p{N}]/u.test(text)) continue;
    if (text === url.replace(/^mailto:/i, "")) continue;
    links.set(`${text}\n${url}`, { text: text.slice(0, 300).toWellFormed(), url });
  }
  return { text: withoutMarks(marked), links: [...links.values()] };
};

const markedLink = /\u{e000}([^\u{e000}\u{e001}]*)\u{e001}([\u{f0000}-\u{ffffd}])/gu;

/** As many as there are numbers; a document with more is a list of links. */
export const maxLinks = 65_000;

const maxUrlLength = 1000;

/** Web pages and mail addresses; what has no scheme is relative to where the source came from. */
export const mayOpen = (url: string): boolean => {
  if (url.length > maxUrlLength || url.startsWith("#")) return false;
  const parsed = URL.parse(url, "https://relative.invalid");
  if (parsed === null || parsed.username !== "" || parsed.password !== "") return false;
  return ["https:", "http:", "mailto:"].includes(parsed.protocol);
};
