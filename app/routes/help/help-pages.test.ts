import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { locales } from "#app/i18n/locale.ts";
import { helpNames, helpPages } from "./help-pages.ts";

test.each(locales)("every page written in %s is listed, and each has a title", async (locale) => {
  const files = await readdir(new URL(`../../../docs/help/${locale}/`, import.meta.url));
  expect([...helpNames].toSorted()).toEqual(files.map((file) => file.slice(0, -3)).toSorted());
  const pages = await helpPages(locale);
  expect(pages.map(({ name }) => name)).toEqual(helpNames);
  expect(pages.filter(({ title }) => title === "")).toEqual([]);
});

test("a page has the same sections in both languages", async () => {
  const [en, zh] = [await helpPages("en"), await helpPages("zh")];
  const count = ({ name, sections }: (typeof en)[number]) => [name, sections.length];
  expect(zh.map(count)).toEqual(en.map(count));
});
