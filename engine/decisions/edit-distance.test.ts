import { assert, asyncProperty, constantFrom, string } from "fast-check";
import { expect, it } from "vitest";
import { isWithinDistance } from "../actions/is-within-distance.ts";
import { editDistance } from "./edit-distance.ts";

it.each([
  ["", "", 0],
  ["kitten", "sitting", 3],
  ["", "abc", 3],
  ["parcel", "", 6],
  ["same", "same", 0],
  ["aa", "aaa", 1],
  ["两天内送达", "三天内送达", 1],
])("%j to %j takes %i", async (a, b, distance) => {
  expect(await editDistance(a, b)).toBe(distance);
});

it("counts words as it counts characters", async () => {
  const before = ["It", "takes", "two", "days"];
  expect(await editDistance(before, ["It", "takes", "three", "days", "abroad"])).toBe(2);
  expect(await editDistance(before, before)).toBe(0);
});

it("is the least that suffices", async () => {
  const words = string({ maxLength: 12, unit: constantFrom("a", "b", "c") });
  await assert(
    asyncProperty(words, words, async (a, b) => {
      const distance = await editDistance(a, b);
      const within = [distance, distance - 1].map((most) => isWithinDistance(a, b, most));
      expect(within).toEqual([true, false]);
    }),
  );
});
