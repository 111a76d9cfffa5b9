import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { diffWords } from "./diff-words.ts";

const texts = oneof(
  string({ unit: "grapheme", maxLength: 60 }),
  array(constantFrom("send", "it", "back", "within", "30", "days", ".", " ", "\n", "退货", "天"), {
    maxLength: 40,
  }).map((words) => words.join(" ")),
);

const side = (runs: ReturnType<typeof diffWords>, not: "added" | "removed") =>
  runs
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join("");

describe("what became of a text", () => {
  test("gives back both texts, whatever they are", () => {
    assert(
      property(texts, texts, (before, after) => {
        const runs = diffWords(before, after);
        expect(side(runs, "added")).toBe(before);
        expect(side(runs, "removed")).toBe(after);
      }),
    );
  });

  test("finds no difference between a text and itself", () => {
    assert(
      property(texts, (text) => {
        expect(diffWords(text, text).every(({ kind }) => kind === "same")).toBe(true);
      }),
    );
  });

  test("takes out and puts in no more words than it must", () => {
    expect(diffWords("Send it back within 30 days.", "Send it back within 60 days.")).toEqual([
      { kind: "same", text: "Send it back within " },
      { kind: "removed", text: "30" },
      { kind: "added", text: "60" },
      { kind: "same", text: " days." },
    ]);
  });

  test("goes by characters in Chinese", () => {
    expect(diffWords("三十天内退货", "六十天内退货")).toEqual([
      { kind: "removed", text: "三" },
      { kind: "added", text: "六" },
      { kind: "same", text: "十天内退货" },
    ]);
  });

  test("stays whole with texts that are longer than it compares", () => {
    const before = "one two three ".repeat(3000);
    const after = "four five six ".repeat(3000);
    const runs = diffWords(before, after);
    expect(side(runs, "added")).toBe(before);
    expect(side(runs, "removed")).toBe(after);
  });
});
