import { existsSync, globSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const folder = new URL("../../build-widget/w/", import.meta.url);
const isBuilt = existsSync(new URL("loader.js", folder));
const files = (pattern: string) =>
  globSync(pattern, { cwd: folder }).map((name) => new URL(name, folder));
const gzippedBytes = (urls: readonly URL[]) =>
  urls.reduce((sum, url) => sum + gzipSync(readFileSync(url), { level: 9 }).length, 0);

// Skipped until `npm run build` has run: there is nothing to weigh.
describe.skipIf(!isBuilt)("the built widget", () => {
  test("the launcher is at most 3 KB and the panel at most 30 KB (1,024 bytes), gzipped", () => {
    expect(gzippedBytes(files("loader.js"))).toBeLessThanOrEqual(3 * 1024);
    expect(files("assets/*")).not.toEqual([]);
    expect(gzippedBytes(files("assets/*"))).toBeLessThanOrEqual(30 * 1024);
  });

  // What an answer was drawn from how a conversation was and a code that proves an address are no part of the panel: they are loaded when they
  // are shown. So each has a bar of its own, and the files are named here, that no other slips past the bars.
  test("what shows the evidence is at most 4 KB, what asks for a rating 3 KB, what takes a code 2 KB, and there is no other file", () => {
    expect(gzippedBytes(files("evidence.js"))).toBeLessThanOrEqual(4 * 1024);
    expect(gzippedBytes(files("rating.js"))).toBeLessThanOrEqual(3 * 1024);
    expect(gzippedBytes(files("code.js"))).toBeLessThanOrEqual(2 * 1024);
    const names = globSync("*.js", { cwd: folder }).toSorted();
    expect(names).toEqual(["code.js", "evidence.js", "loader.js", "panel.js", "rating.js"]);
  });

  test("the launcher is a classic script that names the panel's file", () => {
    const code = readFileSync(new URL("loader.js", folder), "utf8");
    expect(code).not.toMatch(/\bexport\b|import\.meta|^import\b/m);
    const [panel] = files("assets/panel-*.js");
    expect(code).toContain(panel?.pathname.split("/").at(-1));
    expect(code).toMatch(/^\(function\(\)\{.*\}\)\(\);?\s*$/s);
  });

  test("nothing in it evaluates text as code or as HTML", () => {
    for (const url of [...files("*.js"), ...files("assets/*")]) {
      const code = readFileSync(url, "utf8");
      expect(code).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
    }
  });
});
