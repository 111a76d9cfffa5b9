import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { gatherWords } from "./gather-words.ts";

const word = (delta: string, id = "0"): LanguageModelV4StreamPart => ({
  type: "text-delta",
  id,
  delta,
});

/** Reads parts until the end, or the error, which is kept as its message. */
const readAll = async (next: () => Promise<LanguageModelV4StreamPart | null>) => {
  const read = gatherWords(next);
  const parts: (LanguageModelV4StreamPart | string)[] = [];
  try {
    for (let part = await read(); part !== null; part = await read()) parts.push(part);
  } catch (error) {
    parts.push((error as Error).message);
  }
  return parts;
};

const from = (parts: readonly (LanguageModelV4StreamPart | Error)[]) => {
  const left = [...parts];
  return async () => {
    const part = left.shift() ?? null;
    if (part instanceof Error) throw part;
    return part;
  };
};

test("words that come together are one part, and every other part keeps its place", async () => {
  const start: LanguageModelV4StreamPart = { type: "text-start", id: "0" };
  const end: LanguageModelV4StreamPart = { type: "text-end", id: "0" };
  const parts = [start, word("Five "), word("days"), end, word("a", "1"), word("b", "2")];
  expect(await readAll(from(parts))).toEqual([
    start,
    word("Five days"),
    end,
    word("a", "1"),
    word("b", "2"),
  ]);
});

test("what was gathered comes before the error", async () => {
  const parts = [word("Five "), word("days"), new Error("cut off")];
  expect(await readAll(from(parts))).toEqual([word("Five days"), "cut off"]);
});

test("nobody waits for words that come late", async () => {
  const late = Promise.withResolvers<LanguageModelV4StreamPart | null>();
  const left = [Promise.resolve(word("Five ")), late.promise, Promise.resolve(null)];
  const read = gatherWords(() => left.shift() ?? Promise.resolve(null));
  expect(await read()).toEqual(word("Five "));
  late.resolve(word("days"));
  expect(await read()).toEqual(word("days"));
  expect(await read()).toBeNull();
});
