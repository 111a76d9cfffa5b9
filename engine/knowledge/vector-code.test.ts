import { expect, it } from "vitest";
import { codeOf } from "./vector-code.ts";

const differing = (a: string, b: string) =>
  [...a].filter((bit, index) => bit !== b[index]).length / a.length;

/** A unit vector at an angle to the first axis, in the plane of the first two. */
const at = (degrees: number, dims: number) => {
  const radians = (degrees * Math.PI) / 180;
  return Array.from({ length: dims }, (_, index) =>
    index === 0 ? Math.cos(radians) : index === 1 ? Math.sin(radians) : 0,
  );
};

it("differs in as large a share of the bits as the angle is of a half turn", () => {
  const spread = (degrees: number) =>
    Array.from({ length: 384 }, (_, index) => Math.cos(index * index + (degrees * Math.PI) / 180));
  const whole = codeOf(spread(0));
  for (const degrees of [0, 30, 60, 90, 150]) {
    expect(differing(whole, codeOf(spread(degrees)))).toBeCloseTo(degrees / 180, 1);
  }
});

it("does not depend on a vector's length, and is the same for ever", () => {
  const vector = at(30, 8);
  expect(codeOf(vector.map((value) => value * 7))).toBe(codeOf(vector));
  expect(codeOf(vector)).toHaveLength(1024);
  expect(codeOf(at(20, 4)).slice(0, 32)).toBe("01111001111001100010101100100110");
});
