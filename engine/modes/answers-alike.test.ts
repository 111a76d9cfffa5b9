import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { answersAlike } from "./answers-alike.ts";

describe("two answers to one question", () => {
  it.each([
    [
      "A refund takes five working days after we receive the parcel [1].",
      "Your refund takes 5 working days after we receive the parcel.",
      true,
    ],
    [
      "A refund takes five working days after we receive the parcel [1].",
      "Your refund takes 9 working days after we receive the parcel.",
      false,
    ],
    ["Batteries can be returned.", "Batteries cannot be returned.", false],
    ["We deliver lamps within two days.", "Please call our workshop.", false],
    ["所有灯具保修两年[1]。", "灯具保修两年。", true],
  ])("%s / %s: %s", (first, second, expected) => {
    expect(answersAlike(first, second).matches).toBe(expected);
    expect(answersAlike(second, first).matches).toBe(expected);
  });

  it("are as alike one way as the other, and most alike when they are the same", () => {
    assert(
      property(string(), string(), (first, second) => {
        const { similarity } = answersAlike(first, second);
        expect(answersAlike(second, first).similarity).toBe(similarity);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(answersAlike(first, first).similarity).toBeGreaterThanOrEqual(similarity);
      }),
    );
  });
});
