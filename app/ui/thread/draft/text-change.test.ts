import { assert, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { indexAfter, textChange } from "./text-change.ts";

const applied = (text: string, change: ReturnType<typeof textChange>): string =>
  change === null
    ? text
    : text.slice(0, change.at) + change.inserted + text.slice(change.at + change.removed);

describe("a change of a text field", () => {
  it("makes one text of the other, whatever they are and wherever the caret stands", () => {
    assert(
      property(string({ unit: "binary" }), string({ unit: "binary" }), nat(40), (a, b, caret) => {
        expect(applied(a, textChange(a, b, caret))).toBe(b);
      }),
    );
  });

  it("is where the caret is when two places would do", () => {
    expect(textChange("aaa", "aaaa", 2)).toEqual({ at: 1, removed: 0, inserted: "a" });
    expect(textChange("aaa", "aaaa", 4)).toEqual({ at: 3, removed: 0, inserted: "a" });
  });

  it("keeps the halves of a character together", () => {
    expect(textChange("😀", "😁", 2)).toEqual({ at: 0, removed: 2, inserted: "😁" });
  });

  it("is nothing when nothing changed", () => {
    expect(textChange("same", "same", 4)).toBeNull();
  });
});

describe("an index after somebody else's steps", () => {
  it("moves with what was put in and taken out before it", () => {
    expect(indexAfter(5, [{ retain: 2 }, { insert: "abc" }])).toBe(8);
    expect(indexAfter(5, [{ retain: 1 }, { delete: 2 }])).toBe(3);
    expect(indexAfter(5, [{ retain: 3 }, { delete: 9 }])).toBe(3);
  });

  it("stays when they are behind it", () => {
    expect(indexAfter(5, [{ retain: 6 }, { insert: "abc" }, { delete: 4 }])).toBe(5);
  });
});
