import { expect, it } from "vitest";
import { confidenceOf, type RetrievalFeatures } from "./confidence.ts";

const usual: RetrievalFeatures = {
  top: 0.4,
  gap: 0.1,
  idfFound: 0.9,
  covered: 0.7,
  lexical: 0.4,
  vector: 0.4,
  agreement: 1,
  queryTokens: 7,
  pinned: 0,
};

it("rises with the best score and with its lead over the next source", () => {
  const rising = [0.05, 0.15, 0.3, 0.5, 0.8].map((top) =>
    confidenceOf({ ...usual, top, gap: top / 4 }),
  );
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  expect(confidenceOf({ ...usual, gap: 0.2 })).toBeGreaterThan(confidenceOf({ ...usual, gap: 0 }));
});

it("is a probability, low for a search that found next to nothing and high for a clear hit", () => {
  const poor = { ...usual, top: 0.05, gap: 0.01, idfFound: 0.3, covered: 0.1, agreement: 0.2 };
  expect(confidenceOf(poor)).toBeLessThan(0.1);
  expect(confidenceOf({ ...usual, top: 0.8, gap: 0.5 })).toBeGreaterThan(0.9);
  expect(confidenceOf({ ...usual, top: 0, gap: 0 })).toBeGreaterThanOrEqual(0);
});

it("is as sure of a pinned source as the questions are alike", () => {
  expect(confidenceOf({ ...usual, top: 0.05, gap: 0, pinned: 0.9 })).toBeGreaterThanOrEqual(0.9);
});

it("calls it a draft's worth that there may be an answer, where no source leads", () => {
  const tie = confidenceOf({ ...usual, top: 0.6, gap: 0, agreement: 0.2, queryTokens: 3 });
  expect(tie).toBeGreaterThan(0.4);
  expect(tie).toBeLessThan(0.7);
  expect(confidenceOf({ ...usual, top: 0.1, gap: 0 })).toBeLessThan(0.2);
});

it("is surer of the best passage when only its translation cost it half its score", () => {
  const found = { ...usual, top: 0.3, gap: 0.15 };
  const translated = confidenceOf({ ...found, translated: 1 });
  expect(translated).toBeGreaterThan(confidenceOf({ ...found, translated: 0 }));
  expect(translated).toBeGreaterThan(0.8);
  const tie = { ...usual, gap: 0, agreement: 0.2, queryTokens: 3 };
  expect(confidenceOf({ ...tie, top: 0.1, translated: 1 })).toBeLessThan(0.2);
});

it("is surer of a long question than of a short one that scores the same in an article, and not in examples", () => {
  const tie = { ...usual, top: 0.2, gap: 0 };
  const article = (words: number) => confidenceOf({ ...tie, examples: 0, words });
  const example = (words: number) => confidenceOf({ ...tie, examples: 1, words });
  expect(article(12)).toBeGreaterThan(article(2) + 0.05);
  expect(example(12)).toBe(example(2));
  expect(confidenceOf(tie)).toBe(example(2));
});
