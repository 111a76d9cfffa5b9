import { expect, it } from "vitest";
import { readPage } from "./read-page.ts";

const address = "https://help.example/docs/a";
const read = (html: string) => readPage(html, address);

it("finds the pages it links to, in one spelling and once", async () => {
  const { links } = await read(`<base href="/docs/b/">
    <a href="c">C</a><a href="c#part">C again</a><a href="/d?utm_source=x">D</a>
    <a href="mailto:a@b.example">mail</a><a href="e" rel="ugc nofollow">no</a>
    <a name="here">no address</a><script>document.write('<a href="/script">')</script>`);
  expect(links).toEqual(["https://help.example/docs/b/c", "https://help.example/d"]);
});

it("hears what it asks for", async () => {
  const { canonical, noindex, links } = await read(
    `<link rel="canonical" href="/docs/a/"><meta name="ROBOTS" content="noindex, nofollow"><a href="/b">b</a>`,
  );
  expect({ canonical, noindex, links }).toEqual({
    canonical: "https://help.example/docs/a/",
    noindex: true,
    links: [],
  });
});

it("sees a change of what people read, and none in what they do not", async () => {
  const page = (words: string, rest = "") =>
    read(
      `<html><head>${rest}</head><body><nav>${rest}</nav><h2 id="x">Part</h2><p>${words}</p></body>`,
    );
  const { contentHash } = await page("Oil it  weekly.");
  const same = await page("Oil it weekly.", `<script>token = "${"8".repeat(70_000)}"</script>`);
  expect(same.contentHash).toEqual(contentHash);
  for (const other of [
    await page("Oil it daily."),
    await read(`<h2 id="y">Part</h2><p>Oil it weekly.</p>`),
    await page(`Oil it <a href="/b">weekly</a>.`),
  ]) {
    expect(other.contentHash).not.toEqual(contentHash);
  }
});

it("takes at most 2,000 links, and comes through a page that is broken in every way", async () => {
  const many = Array.from({ length: 3000 }, (_, n) => `<a href="/p${n}">x</a>`).join("");
  expect((await read(many)).links).toHaveLength(2000);
  const deep = `${"<div>".repeat(100_000)}<a href="/end"`;
  expect((await read(`${deep}<<<a href='x'></p></script>`)).noindex).toBe(false);
});
