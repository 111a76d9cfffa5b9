import { expect, it } from "vitest";
import { questionParts } from "./question-parts.ts";

const parts = (question: string) =>
  questionParts(question).map(({ words, context, wants }) => [
    words.join(" "),
    context.join(" "),
    wants,
  ]);

it.each([
  [
    "How long does a repair take, and what does it cost?",
    [
      ["repair take", "", "time"],
      ["", "repair take", "money"],
    ],
  ],
  [
    "维修要多久？要多少钱？",
    [
      ["维修", "", "time"],
      ["", "维修", "money"],
    ],
  ],
  ["Do you ship tents and stoves to Spain?", [["ship tent stove spain", "", null]]],
  ["How much does it cost?", [["much cost", "", "money"]]],
])("takes %s apart", (question, expected) => expect(parts(question)).toEqual(expected));

it("reads a long letter as one question", () => {
  const letter = "Hello. I bought a lamp? Is it red? Is it blue? Is it green? Is it grey?";
  expect(questionParts(letter)).toHaveLength(1);
});

it("searches for money by the words answers about money are written with", () => {
  expect(questionParts("How long is a repair and what does it cost?")[1]?.search).toContain("free");
});
