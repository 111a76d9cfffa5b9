import { describe, expect, it } from "vitest";
import { sentencesOf, splitSentences } from "./split-sentences.ts";

describe("splitSentences", () => {
  it("keeps abbreviations, numbers and addresses whole", () => {
    expect(
      sentencesOf(
        "Lamps, e.g. the Oak one, cost 3.50 more. See help.example.com for sizes. Dr. Lee answers!",
      ),
    ).toEqual([
      "Lamps, e.g. the Oak one, cost 3.50 more.",
      "See help.example.com for sizes.",
      "Dr. Lee answers!",
    ]);
  });

  it("cuts Chinese at its own marks, closing quotes included", () => {
    expect(sentencesOf("退款需要五天。请问“可以吗？”可以！")).toEqual([
      "退款需要五天。",
      "请问“可以吗？”",
      "可以！",
    ]);
  });

  it("gives a citation to the sentence before it", () => {
    expect(
      sentencesOf("We ship in two days. [1] Returns are free [2]. 三天送达。[3]好的。"),
    ).toEqual(["We ship in two days. [1]", "Returns are free [2].", "三天送达。[3]", "好的。"]);
  });

  it("leaves headings out and keeps lists as items of one block", () => {
    expect(
      splitSentences(
        "# Returns\n\nYou need\ntwo things:\n\n- the **receipt**\n- the\n  box\n\nThat is all. Bye.",
      ),
    ).toEqual([
      { text: "You need two things:", kind: "sentence", block: 0 },
      { text: "the receipt", kind: "item", block: 1 },
      { text: "the box", kind: "item", block: 1 },
      { text: "That is all.", kind: "sentence", block: 2 },
      { text: "Bye.", kind: "sentence", block: 2 },
    ]);
  });

  it("joins wrapped Chinese lines without a space", () => {
    expect(splitSentences("请在七天\n内申请。")[0]?.text).toBe("请在七天内申请。");
  });
});
