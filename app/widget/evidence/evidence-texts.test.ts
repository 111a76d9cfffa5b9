import { expect, test } from "vitest";
import { evidenceTexts } from "./evidence-texts.ts";

test("every text exists in both languages and differs", () => {
  const { en, zh } = evidenceTexts;
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  const shown = (texts: typeof en) =>
    Object.values(texts).map((text) => (typeof text === "string" ? text : text("5")));
  for (const [index, text] of shown(zh).entries()) expect(text).not.toBe(shown(en)[index]);
});
