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

  test("tells texts that have little in common one after the other", () => {
    const before = "The floor measures 2.15 by 1.30 m, and the inner tent is 1.05 m high.";
    const after = "Our tents come in moss green.";
    expect(diffWords(before, after)).toEqual([
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ]);
  });

  test("keeps the words of a text that got much shorter", () => {
    const runs = diffWords(
      "Send it back within 30 days, unused and clean, to the shop.",
      "Send it back.",
    );
    expect(runs[0]).toEqual({ kind: "same", text: "Send it back" });
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
