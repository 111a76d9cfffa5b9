import { expect, it } from "vitest";
import { parseRobots } from "./robots.ts";

const allows = (robots: string, path: string) =>
  parseRobots(robots).allows(`https://help.example${path}`);

it("allows all where nothing is said", () => {
  for (const text of ["", "<html>Not found</html>", "Disallow: /", "User-agent: *\nDisallow:"]) {
    expect(allows(text, "/a")).toBe(true);
  }
});

it("takes the groups that name us, together, and those for everybody only without one", () => {
  const robots = [
    "User-agent: *",
    "Disallow: /",
    "",
    "User-Agent: OtherBot",
    "User-agent: XinBot/2.0",
    "Disallow: /drafts # not finished",
    "",
    "user-agent: xinbot",
    "disallow: /old",
    "crawl-delay: 2.5",
  ].join("\r\n");
  expect(allows(robots, "/a")).toBe(true);
  expect(allows(robots, "/drafts/a")).toBe(false);
  expect(allows(robots, "/old")).toBe(false);
  expect(parseRobots(robots).pauseMs).toBe(2500);
  expect(allows("User-agent: *\nDisallow: /\n\nUser-agent: xin\nAllow: /", "/a")).toBe(false);
});

it.each([
  ["Disallow: /a\nAllow: /a/b", "/a/b/c", true],
  ["Disallow: /a\nAllow: /a/b", "/a/c", false],
  ["Allow: /page\nDisallow: /*.htm", "/page.htm", false],
  ["Allow: /$\nDisallow: /", "/", true],
  ["Allow: /$\nDisallow: /", "/a", false],
  ["Disallow: /fish*.php$", "/fish/salmon.php", false],
  ["Disallow: /fish*.php$", "/fish.php?id=1", true],
  ["Disallow: /*?", "/a?b=1", false],
  ["Disallow: /*?", "/a", true],
  ["Disallow: /a*b*c$", "/aXbXcXc", false],
  ["Disallow: /a\nAllow: /a", "/a", true],
  ["Disallow: /h%c3%a9lp", "/h%C3%A9lp/1", false],
  ["Disallow: /hélp", "/h%C3%A9lp/1", false],
  ["Disallow: /a%7eb", "/a~b", false],
  ["Disallow: /", "/robots.txt", true],
])("%j says of %s: %s", (rules, path, expected) => {
  expect(allows(`User-agent: *\n${rules}`, path)).toBe(expected);
});

it("reads pauses and sitemaps, wherever they stand", () => {
  const robots = parseRobots(
    "Sitemap: https://help.example/a.xml\nUser-agent: *\nCrawl-delay: 900\nSITEMAP: /b.xml\nDisallow: /x",
  );
  expect(robots.sitemaps).toEqual(["https://help.example/a.xml", "/b.xml"]);
  expect(robots.pauseMs).toBe(30_000);
  expect(robots.allows("https://help.example/x")).toBe(false);
  expect(parseRobots("User-agent: *\nCrawl-delay: soon").pauseMs).toBeNull();
});

it("takes no time for a pattern made to take long", () => {
  const pattern = `/${"a*".repeat(5000)}b$`;
  const before = performance.now();
  expect(allows(`User-agent: *\nDisallow: ${pattern}`, `/${"a".repeat(900)}`)).toBe(true);
  expect(performance.now() - before).toBeLessThan(5000);
});
