import { describe, expect, it } from "vitest";
import { clusterQuestions } from "./cluster-questions.ts";

const gather = async (lines: readonly string[], seeds: readonly (readonly string[])[] = []) => {
  const clusters = await clusterQuestions(
    lines.map((question) => ({ question })),
    seeds,
  );
  return clusters.map(({ members }) => members.map(({ question }) => question));
};

describe("questions", () => {
  it("come together when they ask about the same thing, in either language", async () => {
    const price = [
      "Do you price match?",
      "price matching policy?",
      "Would you match a lower price I found elsewhere?",
    ];
    const cards = ["礼品卡余额怎么查", "哪里可以买礼品卡", "礼品卡有有效期吗"];
    const plane = ["Can I take a gas canister on a plane?"];
    const mixed = [price[0]!, cards[0]!, plane[0]!, price[1]!, cards[1]!, price[2]!, cards[2]!];
    expect(await gather(mixed)).toEqual([price, cards, plane]);
  });

  it("that share only their way of asking stay apart", async () => {
    const apart = [
      "How do I cancel my order?",
      "How do I wash my jacket?",
      "How do I fold my tent?",
    ];
    expect(await gather(apart)).toHaveLength(3);
  });

  it("join what was dealt with before, and an empty seed stays", async () => {
    const seeds = [["Do you price match?"], ["Do you sell gift cards?"]];
    const found = await clusterQuestions([{ question: "price match?" }], seeds);
    expect(found).toMatchObject([
      { seed: 0, members: [{ question: "price match?" }], centre: { question: "price match?" } },
      { seed: 1, members: [], centre: null },
    ]);
  });

  it("of words that say nothing, or of none, are each by themselves", async () => {
    expect(await gather(["what is it?", "?!", "what is it?"])).toHaveLength(3);
  });
});
