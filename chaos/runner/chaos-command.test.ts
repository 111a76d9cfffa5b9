import { expect, test } from "vitest";
import { Effect } from "effect";
import { ChaosUsageError, parseChaosCommand } from "./chaos-command.ts";
import { defineDrill } from "./define-drill.ts";

const drills = ["R1", "R5", "R7"].map((id) =>
  defineDrill({ id, title: id, inject: () => Effect.void, bars: () => [] }),
);
const parse = (words: string) => parseChaosCommand(words.split(" ").filter(Boolean), drills);
const namesOf = (words: string) => {
  const command = parse(words);
  return command.kind === "run" ? command.drills.map(({ id }) => id) : command.kind;
};

test("names drills, all of them, or the short form", () => {
  expect(namesOf("R5")).toEqual(["R5"]);
  expect(namesOf("r7 R1")).toEqual(["R7", "R1"]);
  expect(namesOf("all")).toEqual(["R1", "R5", "R7"]);
  expect(namesOf("smoke")).toEqual(["R1", "R5"]);
  expect(namesOf("list")).toBe("list");
});

test("takes a seed, or makes one that can be given again", () => {
  expect(parse("R1 --seed 42")).toMatchObject({ seed: 42, build: "server.ts", scale: 1 });
  expect(parse("R1")).toMatchObject({ seed: expect.any(Number) });
});

test.each([
  ["", "Usage: npm run chaos"],
  ["R99", 'There is no drill "R99". There are: R1, R5, R7, all and smoke.'],
  ["R1 --seed x", "--seed is a whole number"],
  ["R1 --seed -1", "--seed"],
  ["R1 --seed 99999999999", "--seed is a whole number"],
  ["R1 --scale 2", "--scale is a share"],
  ["R1 --build tests/broken/nothing.ts", "There is no file tests/broken/nothing.ts"],
  ["R1 --colour red", "Usage: npm run chaos"],
])("%s is refused with the fix", (words, message) => {
  expect(() => parse(words)).toThrow(ChaosUsageError);
  expect(() => parse(words)).toThrow(message);
});
