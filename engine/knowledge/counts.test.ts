import { expect, it } from "vitest";
import { countIn, countsOf, decodeCounts, encodeCounts } from "./counts.ts";

const counts = countsOf(
  new Map([
    [4_000_000_000, 2.5],
    [7, 1],
    [1000, 3],
  ]),
);

it("finds what it was given and nothing else", () => {
  expect([7, 1000, 4_000_000_000, 0, 8, 4_294_967_295].map((id) => countIn(counts, id))).toEqual([
    1, 3, 2.5, 0, 0, 0,
  ]);
});

it("survives the way through the database", () => {
  expect(decodeCounts(encodeCounts(counts))).toEqual(counts);
  const inside = Buffer.concat([Buffer.from("xyz"), encodeCounts(counts)]).subarray(3);
  expect(decodeCounts(inside)).toEqual(counts);
});

it("holds nothing at all", () => {
  const empty = countsOf(new Map());
  expect(countIn(empty, 1)).toBe(0);
  expect(decodeCounts(encodeCounts(empty))).toEqual(empty);
});
