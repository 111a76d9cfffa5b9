import { createHash } from "node:crypto";
import { Parser } from "htmlparser2";
import { yieldToOthers } from "../yield-to-others.ts";
import { pageAddress } from "./page-address.ts";
import { webLimits } from "./web-limits.ts";

/** What a page says to a crawler. Addresses are in one spelling. */
export type PageSigns = {
  /** The address it wants to be known by; null when it names none. */
  readonly canonical: string | null;
  /** It asks not to be kept. */
  readonly noindex: boolean;
  /** Pages it links to; none when it asks not to follow them. */
  readonly links: readonly string[];
  /** SHA-256 of what people see, and of where headings and links lead. */
  readonly contentHash: Buffer;
};

/**
 * Goes through a page once, without building it, and lets others work in between. Scripts are never run, and
 * count for nothing.
 */
export const readPage = async (html: string, address: string): Promise<PageSigns> => {
  const links = new Set<string>();
  const hash = createHash("sha256");
  let base = address;
  let canonical: string | null = null;
  let noindex = false;
  let nofollow = false;
  let hidden = 0;
  const parser = new Parser({
    onopentag: (name, { href, rel, content, name: metaName, id }) => {
      if (hides.has(name)) hidden += 1;
      if (name === "base" && href) base = URL.parse(href, address)?.href ?? base;
      if (name === "meta" && /^(?:robots|xinbot)$/i.test(metaName ?? "")) {
        noindex ||= /\b(?:noindex|none)\b/i.test(content ?? "");
        nofollow ||= /\b(?:nofollow|none)\b/i.test(content ?? "");
      }
      if (name === "link" && href && /\bcanonical\b/i.test(rel ?? "")) {
        canonical ??= pageAddress(href, base);
      }
      if (/^h[1-6]$/.test(name)) hash.update(`<${name} ${id ?? ""}>`);
      if ((name !== "a" && name !== "area") || !href || /\bnofollow\b/i.test(rel ?? "")) return;
      const link = pageAddress(href, base);
      if (link === null) return;
      if (hidden === 0) hash.update(`<${link}>`);
      if (links.size < webLimits.linksOfPage) links.add(link);
    },
    ontext: (words) => {
      // Where the pieces of a text begin and end depends on what stands before it: no space counts.
      if (hidden === 0) hash.update(words.replaceAll(/\s+/g, ""));
    },
    onclosetag: (name) => {
      if (hides.has(name)) hidden = Math.max(0, hidden - 1);
    },
  });
  const breathe = yieldToOthers();
  for (let at = 0; at < html.length; at += pieceLength) {
    parser.write(html.slice(at, at + pieceLength));
    await breathe();
  }
  parser.end();
  return { canonical, noindex, links: nofollow ? [] : [...links], contentHash: hash.digest() };
};

/** What nobody sees, and what is the same on every page: a new entry in a menu is no change of the page. */
const hides = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "iframe",
  "svg",
  "nav",
  "footer",
]);

const pieceLength = 64 * 1024;
