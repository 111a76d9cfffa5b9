import { expect, test } from "vitest";
import { doneAgain } from "./done-again.ts";

test.each([
  ["How do I rename a stream?", "how do i new name a stream"],
  ["Renaming a topic", "new name a topic"],
  ["the invoice was resent? please resend it", "the invoice was resent please send it"],
  ["resubmitted my form", "submit my form"],
  ["Can I reopen and then reassign it", "can i open and then assign it"],
])("puts %j as %j", (question, text) => {
  expect(doneAgain(question).map((wording) => wording.text.toLowerCase())).toEqual([text]);
});

test("says which words it put in the place of which", () => {
  expect(doneAgain("Renaming and rebooking")).toEqual([
    {
      text: "new name and book",
      replaced: [
        { asked: "renaming", meant: "new name" },
        { asked: "rebooking", meant: "book" },
      ],
    },
  ]);
});

test.each([
  "Remove my account",
  "Where is my refund?",
  "Can I return this?",
  "怎么重命名频道？",
  "",
])("leaves %j as it is", (question) => {
  expect(doneAgain(question)).toEqual([]);
});
