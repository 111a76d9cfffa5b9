import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { settleWords, withdrawWords, wordsOfClient } from "./ai-words.ts";

const first = "A refund takes five days [1].";
const second = " We pay to your card [2].";
const third = " 我们会通知您 [3]。";

/** A draft the AI has written, a piece an update, and what people did to it since. */
const draft = (...pieces: readonly string[]) => {
  const ai = new Y.Doc();
  ai.clientID = 2;
  const updates: Uint8Array[] = [];
  ai.on("update", (update: Uint8Array) => void updates.push(update));
  for (const piece of pieces) ai.getText("text").insert(ai.getText("text").length, piece);
  const people = new Y.Doc();
  people.clientID = 4_000_000_000;
  for (const update of updates) Y.applyUpdate(people, update);
  return { text: people.getText("text"), written: wordsOfClient(updates, 2) };
};

describe("what the AI wrote into a draft", () => {
  it("is read from its updates, whatever became of it", () => {
    const { text, written } = draft("A refund takes ", "five days [1].", second);
    text.delete(0, text.length);
    expect(written).toEqual({ client: 2, words: first + second });
  });

  it("goes where nobody touched it, and stays where somebody did", () => {
    const { text, written } = draft(first, second, third);
    text.insert(text.toJSON().indexOf("card"), "own ");
    text.insert(0, "Hello! ");
    withdrawWords(text, written);
    expect(text.toJSON()).toBe("Hello!  We pay to your own card [2].");
  });

  it("gets the sentences that were still missing behind its last one", () => {
    const { text, written } = draft(first, second);
    text.insert(text.length, " Kind regards");
    text.insert(first.length, " (Really.)");
    settleWords(text, written, first + second + third);
    expect(text.toJSON()).toBe(`${first} (Really.)${second}${third} Kind regards`);
  });

  it("has a sentence replaced that nobody changed, and no other", () => {
    const anew = " We pay to your account [2].";
    const untouched = draft(first, second, third);
    settleWords(untouched.text, untouched.written, first + anew + third);
    expect(untouched.text.toJSON()).toBe(first + anew + third);
    const touched = draft(first, second, third);
    touched.text.delete(first.length + 1, 2);
    settleWords(touched.text, touched.written, first + anew + third);
    expect(touched.text.toJSON()).toBe(`${first}  pay to your card [2].${third}`);
  });

  it("does not come back once somebody deleted it", () => {
    const { text, written } = draft(first, second, third);
    text.delete(first.length, second.length);
    settleWords(text, written, first + second + third);
    expect(text.toJSON()).toBe(first + third);
  });
});
