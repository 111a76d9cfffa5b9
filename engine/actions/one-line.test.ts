import { expect, it } from "vitest";
import { oneLine } from "./one-line.ts";

it("puts a text on one line", () => {
  expect(oneLine("  Hello\r\n\n\tthere\u00a0you\0 ", 80)).toBe("Hello there you");
});

it("cuts a long text and says so", () => {
  const line = oneLine("word ".repeat(100), 80);
  expect(line).toHaveLength(80);
  expect(line.endsWith("word…") || line.endsWith("wor…")).toBe(true);
  expect(oneLine("x".repeat(80), 80)).toBe("x".repeat(80));
});

it("never leaves half a pair, neither by cutting nor from the text", () => {
  for (const length of [80, 81, 82]) {
    const line = oneLine("😀".repeat(50), length);
    expect(line.isWellFormed()).toBe(true);
    expect(line.length).toBeLessThanOrEqual(length);
  }
  expect(oneLine("a\ud83d b", 80)).toBe("a\ufffd b");
});
