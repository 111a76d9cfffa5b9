import { expect, it } from "vitest";
import { readSitemap } from "./sitemap.ts";

it("reads pages with the time they changed, and passes over what is not theirs", async () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
      <url><loc> https://help.example/a?x=1&amp;y=2 </loc><lastmod>2026-11-01</lastmod>
        <image:image><image:loc>https://help.example/a.png</image:loc></image:image></url>
      <url><loc><![CDATA[https://help.example/b]]></loc><lastmod>yesterday</lastmod></url>
      <url><priority>1</priority></url>
    </urlset>`;
  expect(await readSitemap(xml)).toEqual({
    pages: [
      { url: "https://help.example/a?x=1&y=2", listedAt: "2026-11-01T00:00:00.000Z" },
      { url: "https://help.example/b", listedAt: null },
    ],
    sitemaps: [],
  });
});

it("reads an index, and a list of plain addresses", async () => {
  const index = `<sitemapindex><sitemap><loc>https://help.example/1.xml.gz</loc></sitemap></sitemapindex>`;
  expect((await readSitemap(index)).sitemaps).toHaveLength(1);
  const lines = "https://help.example/a\r\nnot an address\nhttps://help.example/b\n";
  expect((await readSitemap(lines)).pages.map(({ url }) => url)).toEqual([
    "https://help.example/a",
    "https://help.example/b",
  ]);
});

it("takes 50,000 entries and no more, and nothing from what is no sitemap", async () => {
  const entries = Array.from(
    { length: 50_100 },
    (_, n) => `<url><loc>https://h.example/${n}</loc></url>`,
  );
  expect((await readSitemap(`<urlset>${entries.join("")}</urlset>`)).pages).toHaveLength(50_000);
  const nothing = { pages: [], sitemaps: [] };
  expect(await readSitemap("<html><body><a href='/'>404</a></body></html>")).toEqual(nothing);
  expect(await readSitemap("<urlset><url><loc>https://h.example/cut")).toEqual(nothing);
});

it("expands no entity of the document's own", async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${"x".repeat(1000)}"><!ENTITY b "&a;&a;&a;">]>
    <urlset><url><loc>https://h.example/&b;</loc></url></urlset>`;
  expect((await readSitemap(bomb)).pages).toEqual([
    { url: "https://h.example/&b;", listedAt: null },
  ]);
});
