import { expect, test } from "vitest";
import { ratingTexts } from "./rating-texts.ts";

test("every text exists in both languages and differs", () => {
  const { en, zh } = ratingTexts;
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  const shown = ({ of, scores, ...texts }: typeof en) => [
    ...scores,
    ...Object.values(texts),
    of("", 4),
  ];
  expect(shown(zh)).toHaveLength(shown(en).length);
  for (const [index, text] of shown(zh).entries()) expect(text).not.toBe(shown(en)[index]);
});
