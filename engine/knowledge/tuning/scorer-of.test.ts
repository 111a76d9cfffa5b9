import { expect, it } from "vitest";
import { defaultTuning } from "../tuning.ts";
import { scorerOf } from "./scorer-of.ts";

it("names a way of scoring: the same for what does not change it, another for what does", () => {
  const scorer = scorerOf(defaultTuning);
  expect(scorer).toMatch(/^[0-9a-f]{8} m0\.5 t1$/);
  expect(scorerOf({ ...defaultTuning, synonyms: [["lamp", "light"]], passages: 3 })).toBe(scorer);
  expect(scorerOf({ ...defaultTuning, sendLine: 0.6 })).toBe(scorer);
  expect(scorerOf({ ...defaultTuning, meaning: 0.6 })).not.toBe(scorer);
  expect(scorerOf({ ...defaultTuning, titles: 2 })).not.toBe(scorer);
});
