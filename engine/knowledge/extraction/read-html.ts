import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import TurndownService from "turndown";
import type { ReadDocument } from "./block.ts";
import { dateIn } from "./date-in.ts";
import { readMarkdown } from "./read-markdown.ts";

/**
 * Reads a web page: the article without menus and footers where one can be told from the other, else the
 * whole body. By way of Markdown, so that pages and files are cut alike; ids of headings are kept.
 */
export const readHtml = (html: string): ReadDocument => {
  const { document } = parseHTML(withBody(html));
  const ownTitle = clean(document.querySelector("title")?.textContent);
  const expiresAt = dateIn(
    document
      .querySelector('meta[name="expires" i], meta[name="expiration-date" i]')
      ?.getAttribute("content"),
  );
  for (const element of document.querySelectorAll(
    "script, style, noscript, template, iframe, svg, body title",
  )) {
    element.remove();
  }
  const firstHeading = clean(document.querySelector("h1")?.textContent);
  const whole = document.body?.innerHTML ?? "";
  const article = new Readability(document, { charThreshold: 200 }).parse();
  const content = keepsEnough(article?.textContent, whole) ? (article?.content ?? whole) : whole;
  const title = firstHeading ?? clean(article?.title) ?? ownTitle;
  return { title, ...piecesOfHtml(content), expiresAt };
};

/** The blocks and links of a piece of HTML, all of it. The links are numbered from `firstLink`. */
export const piecesOfHtml = (html: string, firstLink = 0): HtmlPieces => {
  const { blocks, links = [] } = readMarkdown(converter().turndown(html), firstLink);
  return { blocks, links };
};

type HtmlPieces = Required<Pick<ReadDocument, "blocks" | "links">>;

/** The encoding a page declares in its first kilobyte, for when its bytes do not tell. */
export const declaredEncoding = (bytes: Uint8Array): string | null => {
  const beginning = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  return /<meta[^>]+charset\s*=\s*["']?([\w-]{1,40})/i.exec(beginning)?.[1] ?? null;
};

/** The parser leaves a document without <body> as it is; a piece of a page, or text alone, gets one. */
const withBody = (html: string): string =>
  /<body[\s>]/i.test(html)
    ? html
    : `<html><body>${html.replaceAll(/<!doctype[^>]*>|<\/?html[^>]*>/gi, "")}</body></html>`;

/** An "article" with less than a fifth of the page's words is a teaser that was mistaken for one. */
const keepsEnough = (article: string | null | undefined, whole: string): boolean => {
  const all = whole.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ").length;
  return (article ?? "").replaceAll(/\s+/g, " ").length * 5 >= all;
};

const clean = (text: string | null | undefined): string | null =>
  text?.replaceAll(/\s+/g, " ").trim() || null;

const converter = (): TurndownService => {
  const service = new TurndownService({
    headingStyle: "atx",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
  });
  // What is shown as <b> on the page are words, and no tag of the Markdown.
  const escape = service.escape.bind(service);
  service.escape = (text) => escape(text).replaceAll("<", "\\<");
  service.addRule("headings", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, node) => {
      const text = content.replaceAll(/\s+/g, " ").trim();
      const id = idOf(node);
      const anchor = id === null ? "" : ` {#${id}}`;
      return text === "" ? "" : `\n\n${"#".repeat(Number(node.nodeName[1]))} ${text}${anchor}\n\n`;
    },
  });
  service.addRule("cells", {
    filter: ["th", "td"],
    replacement: (content) => ` ${content.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim()} |`,
  });
  service.addRule("rows", {
    filter: "tr",
    replacement: (content, node) => {
      const isFirst = node.parentNode?.firstChild === node && isFirstPart(node.parentNode);
      const width = content.match(/(?<!\\)\|/g)?.length ?? 0;
      return `\n|${content}${isFirst ? `\n|${" --- |".repeat(width)}` : ""}`;
    },
  });
  service.addRule("tables", {
    filter: ["table"],
    replacement: (content) => `\n\n${content.replaceAll(/\n{2,}/g, "\n").trim()}\n\n`,
  });
  service.addRule("parts", {
    filter: ["thead", "tbody", "tfoot"],
    replacement: (content) => content,
  });
  return service;
};

const idOf = (node: Node): string | null => {
  const id = "getAttribute" in node ? (node as Element).getAttribute("id") : null;
  return id !== null && /^[\w.:-]{1,200}$/.test(id) ? id : null;
};

/** The first row of a table, of its head, or of its body when there is no head, names the columns. */
const isFirstPart = (part: Node): boolean =>
  part.nodeName === "TABLE" || part.nodeName === "THEAD" || part.previousSibling === null;
