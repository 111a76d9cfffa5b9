import { expect, it } from "vitest";
import { addressShape, pageAddress } from "./page-address.ts";
import { folderOf, inScope } from "./site-scope.ts";

it.each([
  ["HTTPS://Help.Example:443/a/../b/./c#part", "https://help.example/b/c"],
  ["http://help.example.:80", "http://help.example/"],
  ["https://help.example/%7Ean%c3%a4/%41", "https://help.example/~an%C3%A4/A"],
  ["https://help.example//a///b/", "https://help.example/a/b/"],
  ["https://help.example/?b=2&utm_source=mail&a=1&gclid=x", "https://help.example/?a=1&b=2"],
  ["https://help.example/?utm_campaign=x", "https://help.example/"],
  ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ["/b?x=1", "https://base.example/b?x=1"],
])("%s is %s", (raw, address) => {
  expect(pageAddress(raw, "https://base.example/a/")).toBe(address);
});

it.each([
  "mailto:ada@example.com",
  "javascript:alert(1)",
  "ftp://help.example/",
  "https://ada:word@help.example/",
  `https://help.example/${"a".repeat(1000)}`,
  "https://help.example/a/b/a/b/a/b/a/b",
  `https://help.example${"/x".repeat(3)}${Array.from({ length: 25 }, (_, n) => `/${n}`).join("")}`,
  "https://",
])("%s is none we would fetch", (raw) => {
  expect(pageAddress(raw)).toBeNull();
});

it("gives pages made without end one shape", () => {
  const shapes = ["/cal/2026/11?day=1&view=x", "/cal/1999/1?day=99&view=y"].map((path) =>
    addressShape(`https://help.example${path}`),
  );
  expect(shapes).toEqual(["/cal/0/0?day&view", "/cal/0/0?day&view"]);
});

it("knows what belongs to a site", () => {
  const help = { host: "example.com", pathPrefix: "/help" };
  const within = (address: string) => inScope(help, address);
  expect(within("https://example.com/help")).toBe(true);
  expect(within("http://example.com/help/a")).toBe(true);
  expect(within("https://example.com/helpless")).toBe(false);
  expect(within("https://www.example.com/help/a")).toBe(false);
  expect(within("https://example.com:8443/help/a")).toBe(false);
  expect(inScope({ ...help, pathPrefix: "/help/" }, "https://example.com/help")).toBe(true);
  expect(folderOf("https://example.com/help/index.html")).toBe("/help/");
  expect(folderOf("https://example.com/help")).toBe("/help");
});
