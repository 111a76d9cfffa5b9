import { describe, expect, it } from "vitest";
import type { DecisionPassage } from "#contract/decision.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { blameAnswer } from "./blame-answer.ts";

const pageText = `---
mode: auto
---
# Help of the lamp shop

We sell lamps and answer about orders.

## Refunds

- Say how long a refund takes, and never promise a day.
- Name the card the money goes back to.

## Rules

- When someone mentions "opening hours", then answer: We are open from 9:00 to 18:00.
`;
const parsed = parsePolicy(pageText);
if (!parsed.ok) throw new Error(JSON.stringify(parsed));
const page = { text: pageText, parsed: parsed.policy };

const passage = (n: number | null, title: string, text: string): DecisionPassage => ({
  n,
  chunkId: `chunk ${title}`,
  sourceId: "s",
  title,
  heading: null,
  text,
  lexical: 0.8,
  vector: null,
  score: 0.75,
  url: null,
});
const refunds = passage(
  1,
  "Refunds",
  "We check every parcel. A refund takes five working days after we receive the parcel. The money goes back to the card.",
);
const unused = passage(null, "Delivery", "We deliver within two working days.");
const made = (answer: string, more = {}) => ({
  answer,
  question: "How long does a refund take?",
  passages: [refunds, unused],
  rules: [],
  model: "m",
  ...more,
});

describe("a sentence of an answer", () => {
  it("leads to its passage, to the words there that say it, and to the line of the policy", () => {
    const [takes, money, ...more] = blameAnswer(
      made("A refund takes five working days [1]. The money goes back to your card [1]."),
      page,
    );
    expect(more).toEqual([]);
    expect(takes).toMatchObject({
      sentence: "A refund takes five working days.",
      faults: [],
      passages: [
        {
          n: 1,
          chunkId: "chunk Refunds",
          score: 0.75,
          says: "A refund takes five working days after we receive the parcel.",
          share: 1,
        },
      ],
      paragraph: { line: 10, section: "guidance", by: "nearest" },
    });
    expect(money).toMatchObject({
      passages: [{ says: "The money goes back to the card." }],
      paragraph: { line: 11, text: "Name the card the money goes back to." },
    });
  });

  it("that says what its passage does not is named as such", () => {
    const [blame] = blameAnswer(made("A refund takes nine working days [1]."), page);
    expect(blame?.faults).toEqual(["number_not_in_passage"]);
  });

  it("without a citation of its own rests on the one beside it; small talk rests on nothing", () => {
    const [first] = blameAnswer(made("A refund takes a while. It is five working days [1]."), page);
    expect(first?.passages.map(({ n }) => n)).toEqual([1]);
    const [greeting] = blameAnswer(made("Good morning!", { question: "Hi" }), page);
    expect(greeting).toEqual({
      sentence: "Good morning!",
      passages: [],
      faults: [],
      paragraph: null,
    });
  });

  it("of an answer that was stopped is numbered as its passages were found", () => {
    const found = [unused, { ...refunds, n: null }];
    const [blame] = blameAnswer(
      made("A refund takes five working days [2].", { passages: found }),
      page,
    );
    expect(blame).toMatchObject({ faults: [], passages: [{ n: 2, title: "Refunds" }] });
  });

  it("that a rule made the AI say is the rule's", () => {
    const rule = { line: 15, text: 'When someone mentions "opening hours", then answer: …' };
    const [blame] = blameAnswer(
      made("We are open from 9:00 to 18:00.", { rules: [rule], model: "rules" }),
      page,
    );
    expect(blame?.paragraph).toEqual({ ...rule, section: "rules", by: "rule" });
  });

  it("is led back in Chinese as well", () => {
    const chinese = passage(1, "保修", "所有灯具保修两年。保修期内免费维修。");
    const [blame] = blameAnswer(
      made("灯具保修两年 [1]。", { question: "灯具保修多久？", passages: [chinese] }),
      page,
    );
    expect(blame).toMatchObject({
      sentence: "灯具保修两年。",
      faults: [],
      passages: [{ says: "所有灯具保修两年。" }],
    });
  });
});

it("there is nothing to lead back without an answer or without the page", () => {
  expect(blameAnswer({ ...made(""), answer: null }, page)).toEqual([]);
  expect(blameAnswer(made("A refund takes five days [1]."), null)).toEqual([]);
});
