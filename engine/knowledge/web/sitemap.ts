import { Parser } from "htmlparser2";
import { yieldToOthers } from "../yield-to-others.ts";
import { webLimits } from "./web-limits.ts";

/** An address a sitemap lists. `listedAt` is when it says the page last changed, ISO 8601; null when it does not say. */
export type SitemapEntry = { readonly url: string; readonly listedAt: string | null };

/** A sitemap: pages, or further sitemaps when it is an index. */
export type Sitemap = {
  readonly pages: readonly SitemapEntry[];
  readonly sitemaps: readonly SitemapEntry[];
};

/**
 * Reads a sitemap: XML as of sitemaps.org, or plain text with an address in each line. Of more than 50,000
 * entries the rest is left out, as are broken ones; what is no sitemap has no entries. Lets others work in between.
 */
export const readSitemap = async (text: string): Promise<Sitemap> =>
  /^\s*</.test(text) ? readXml(text) : { pages: lines(text), sitemaps: [] };

const readXml = async (text: string): Promise<Sitemap> => {
  const pages: SitemapEntry[] = [];
  const sitemaps: SitemapEntry[] = [];
  let entry: { kind: "url" | "sitemap"; loc: string; lastmod: string } | null = null;
  let field: "loc" | "lastmod" | null = null;
  const parser = new Parser(
    {
      onopentag: (name) => {
        const local = name.replace(/^.*:/, "");
        // Images and videos of a page have a loc too, in elements with a prefix.
        if (name === "url" || name === "sitemap") entry = { kind: name, loc: "", lastmod: "" };
        field = entry !== null && (name === "loc" || name === "lastmod") ? name : null;
        if (local !== name) field = null;
      },
      ontext: (words) => {
        if (entry === null || field === null) return;
        if (entry[field].length + words.length <= webLimits.urlLength) entry[field] += words;
      },
      onclosetag: (name, isImplied) => {
        field = null;
        // The end of the text closes what is open: an entry that was cut off.
        if (entry === null || isImplied || name !== entry.kind) return;
        const found = { url: entry.loc.trim(), listedAt: timeOf(entry.lastmod.trim()) };
        const list = entry.kind === "url" ? pages : sitemaps;
        if (found.url !== "" && list.length < webLimits.sitemapEntries) list.push(found);
        entry = null;
      },
    },
    { xmlMode: true },
  );
  const breathe = yieldToOthers();
  for (let at = 0; at < text.length; at += pieceLength) {
    parser.write(text.slice(at, at + pieceLength));
    await breathe();
  }
  parser.end();
  return { pages, sitemaps };
};

const pieceLength = 64 * 1024;

const lines = (text: string): readonly SitemapEntry[] =>
  text
    .split(/\r\n?|\n/, webLimits.sitemapEntries)
    .map((line) => line.trim())
    .filter((line) => /^https?:\/\//i.test(line))
    .map((url) => ({ url, listedAt: null }));

const timeOf = (text: string): string | null => {
  const time = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};
