import type { List, Nodes, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import type { Block, ReadDocument } from "./block.ts";
import { dateIn } from "./date-in.ts";
import { markLinks, withoutMarks } from "./link-marks.ts";

/** Reads Markdown (CommonMark and GitHub's tables, task lists, footnotes). The title is that of the front matter, else the first heading of level 1; the front matter may also say when it `expires`. Its links are numbered from `firstLink`. */
export const readMarkdown = (source: string, firstLink = 0): ReadDocument => {
  const { matter, body } = splitFrontMatter(withoutMarks(source));
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const links = markLinks(tree, firstLink);
  const blocks = tree.children.flatMap(toBlocks);
  const first = blocks.find((block) => block.kind === "heading" && block.level === 1);
  const title = titleOf(matter) ?? (first?.kind === "heading" ? withoutMarks(first.text) : null);
  const expiresAt = dateIn(/^(?:expires|valid_until):[ \t]*(.+)$/m.exec(matter)?.[1]);
  return { title, blocks, links, expiresAt };
};

const toBlocks = (node: RootContent): readonly Block[] => {
  switch (node.type) {
    case "heading": {
      const { text, anchor } = splitAnchor(plain(node));
      return text === "" ? [] : [{ kind: "heading", level: node.depth, text, anchor, page: null }];
    }
    case "list":
      return [{ kind: "list", items: itemsOf(node), page: null }];
    case "table":
      return [tableOf(node)];
    case "code":
      return node.value.trim() === "" ? [] : [{ kind: "code", text: node.value, page: null }];
    case "blockquote":
    case "footnoteDefinition":
      return node.children.flatMap(toBlocks);
    case "html":
      return paragraph(withoutTags(node.value));
    case "paragraph":
      return paragraph(plain(node));
    default:
      return [];
  }
};

const paragraph = (text: string): readonly Block[] =>
  text === "" ? [] : [{ kind: "paragraph", text, page: null }];

const itemsOf = (list: List): readonly string[] =>
  list.children.map((item, index) => {
    const bullet = list.ordered ? `${(list.start ?? 1) + index}.` : "-";
    const parts = item.children.flatMap((child) =>
      child.type === "list"
        ? itemsOf(child).map((inner) => inner.replaceAll(/^/gm, "  "))
        : [plain(child)],
    );
    return `${bullet} ${parts.filter((part) => part !== "").join("\n")}`;
  });

const tableOf = ({ children }: Table): Block => {
  const [header = [], ...rows] = children.map((row) => row.children.map(plain));
  return { kind: "table", header, rows, page: null };
};

/** The words of a node: links by their text between their marks, pictures by their alternative text, lines joined. */
const plain = (node: Nodes): string => {
  if (node.type === "break") return "\n";
  if (node.type === "html") return withoutTags(node.value);
  if (node.type === "code") return node.value;
  if (!("children" in node)) return toString(node);
  const inBlock = node.type === "blockquote" || node.type === "listItem";
  const text = node.children.map(plain).join(inBlock ? "\n" : "");
  return node.type === "paragraph" || node.type === "heading" ? unwrapped(text) : text;
};

/** Lines of one paragraph belong together; between Chinese characters without a space. */
const unwrapped = (text: string): string =>
  text
    .replaceAll(/(?<=[\p{Script=Han}，。、；：])[ \t]*\n[ \t]*(?=\p{Script=Han})/gu, "")
    .replaceAll(/[ \t]*\n[ \t]*/g, " ")
    .replaceAll(/[ \t]{2,}/g, " ")
    .trim();

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** "Billing {#billing}", as site generators write it. */
const splitAnchor = (heading: string) => {
  const found = /^(.*?)\s*\{#([\w.:-]{1,200})\}$/.exec(heading);
  if (found === null) return { text: heading, anchor: null };
  return { text: found[1]!, anchor: found[2]! };
};

const splitFrontMatter = (source: string) => {
  const found = /^\s*---\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(source);
  if (found === null || !/^[\w-]+:/m.test(found[1]!)) return { matter: "", body: source };
  return { matter: found[1]!, body: source.slice(found[0].length) };
};

const titleOf = (matter: string): string | null => {
  const title = /^title:[ \t]*(.+)$/m.exec(matter)?.[1]?.trim();
  return title?.replace(/^(["'])(.*)\1$/, "$2") || null;
};
