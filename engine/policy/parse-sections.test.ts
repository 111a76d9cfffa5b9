import { describe, expect, it } from "vitest";
import { parsePolicy } from "./parse-policy.ts";

const read = (body: string, header = "") => {
  const result = parsePolicy(`---\nmode: auto\n${header}---\n# Help\n\n${body}`);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy;
};

const firstLine = 6;

const problemsOf = (text: string, retrieval = 0) => {
  const result = parsePolicy(text, { models: [], retrieval, members: [], timeZone: null });
  return result.ok
    ? []
    : result.problems.map(({ line, column, en, zh }) => {
        expect(zh).toMatch(/\p{Script=Han}/u);
        return `${line}:${column} ${en}`;
      });
};

const inBody = (body: string) => problemsOf(`---\nmode: auto\n---\n# Help\n\n${body}`);
const inHeader = (line: string, retrieval = 0) =>
  problemsOf(`---\n${line}\n---\n# Help\n`, retrieval);

describe("the retrieval config a page is tied to", () => {
  it.each([
    ["retrieval: r3\n", 3],
    ["检索：3\n", 3],
    ["retrieval: published\n", null],
    ["", null],
  ])("%j is %s", (line, version) => {
    expect(read("", line).settings.retrieval).toBe(version);
  });

  it("is refused when there is none such, with the newest one", () => {
    expect(inHeader("retrieval: r9", 4)).toEqual([
      '2:12 There is no version r9 of the retrieval config. Did you mean "r4", the newest one?',
    ]);
    expect(inHeader("retrieval: best")).toEqual([
      '2:12 "best" is not a version of the retrieval config. Write one such as r3, or published.',
    ]);
  });
});

describe("the budget of a page", () => {
  it.each([
    ["budget: $0.02 a conversation\n", 0.02],
    ["budget: 0.5\n", 0.5],
    ["budget: $1 per conversation\n", 1],
    ["预算：每个会话 $0.02\n", 0.02],
    ["预算：0.02 美元/会话\n", 0.02],
  ])("%j", (line, usd) => {
    expect(read("", line).settings.budget).toBe(usd);
  });

  it("is refused where it is no amount, or more than a conversation may cost", () => {
    expect(inHeader("budget: cheap")).toEqual([
      '2:9 "cheap" is not a budget. Write what a conversation may cost: $0.02 a conversation.',
    ]);
    expect(inHeader("budget: $500")).toEqual([
      "2:9 $500 is more than a conversation may cost. At most $100 are possible.",
    ]);
    expect(inHeader("bugdet: $1")).toEqual([
      '2:1 There is no setting "bugdet". Did you mean "budget"?',
    ]);
  });
});

describe("quick replies", () => {
  it("have a name, words, and a language where they are for one", () => {
    const { quickReplies } = read(
      "## Quick replies\n- /hours: We are open: nine to six.\n- thanks (zh): 谢谢您。\n- /营业时间（中文）：九点到六点。\n",
    );
    expect(quickReplies).toEqual([
      { line: 7, name: "hours", lang: null, text: "We are open: nine to six." },
      { line: 8, name: "thanks", lang: "zh", text: "谢谢您。" },
      { line: 9, name: "营业时间", lang: "zh", text: "九点到六点。" },
    ]);
    expect(read("## 快捷回复\n- 谢谢：不客气。\n").quickReplies).toHaveLength(1);
  });

  it("name what is wrong where it is", () => {
    const replies =
      "## Quick replies\n- just words\n- opening hours: nine\n- /hi (fr): Salut\n- /bye:\n- /ok: a\n- /ok: b\n";
    expect(inBody(replies)).toEqual([
      "7:3 A quick reply has a name and its words: - /hours: We are open from nine to six.",
      '8:3 "opening hours" is not a name. Use 1 to 40 letters, digits, "-" or "_", without spaces: /opening-hours.',
      '9:8 "fr" is not a language of Xin. Write (en) or (zh), or leave it out for both.',
      "10:8 The quick reply /bye has no words. Write them after the colon.",
      "12:1 There is a quick reply /ok on line 11 already. Give this one another name or language.",
    ]);
    expect(inBody("## Quick repliess\n- /a: b\n")).toEqual([
      '6:4 "Quick repliess" is read as plain guidance. Did you mean "Quick replies"?',
    ]);
  });
});

describe("examples of the tone", () => {
  it("say what to write in place of what", () => {
    const policy = read(
      '## Tone\n\nWarm.\n- Instead of "Per our policy", say "We can".\n- 不说“亲”，说“您”。\n- Short sentences.\n',
    );
    expect(policy.toneExamples).toEqual([
      { line: 9, insteadOf: "Per our policy", say: "We can" },
      { line: 10, insteadOf: "亲", say: "您" },
    ]);
    expect(policy.tone).toContain("Short sentences.");
  });

  it("need both halves", () => {
    expect(inBody('## Tone\n- Instead of jargon, be plain.\n- Instead of "utilise"\n')).toEqual([
      '7:14 Put in quotes what should not be written: Instead of "Per our policy", say "We can".',
      '8:23 The example does not say what to write in its place. Go on with: , say "We can".',
    ]);
  });
});

describe("tests of a page", () => {
  it("ask a question and say what they expect", () => {
    const { tests } = read(`## Tests
- Asked "How long, and how much?", it answers, cites "Delivery", says "two, or three days" and does not say "free", in English, costs under $0.01, 3 times, 80% pass.
- 问“多久送到？”时，自动回答，引用“配送”，包含“两天”，不包含“免费”，用中文，费用低于 $0.02，3 次，通过率 80%。
- Asked "I call my lawyer", it hands over.
- Asked "Where is my order?", it drafts; calls hand_over; uses "hand_over"
`);
    expect(tests.map(({ question }) => question)).toEqual([
      "How long, and how much?",
      "多久送到？",
      "I call my lawyer",
      "Where is my order?",
    ]);
    expect(tests[0]).toMatchObject({ line: firstLine + 1, times: 3, passRate: 0.8 });
    expect(tests[0]?.expects).toEqual([
      { kind: "answers" },
      { kind: "cites", text: "Delivery" },
      { kind: "contains", text: "two, or three days" },
      { kind: "lacks", text: "free" },
      { kind: "language", lang: "en" },
      { kind: "costs-under", usd: 0.01 },
    ]);
    expect(tests[1]).toMatchObject({
      times: 3,
      passRate: 0.8,
      expects: [
        { kind: "answers" },
        { kind: "cites", text: "配送" },
        { kind: "contains", text: "两天" },
        { kind: "lacks", text: "免费" },
        { kind: "language", lang: "zh" },
        { kind: "costs-under", usd: 0.02 },
      ],
    });
    expect(tests[2]).toMatchObject({ times: 1, passRate: 1, expects: [{ kind: "hands-over" }] });
    expect(tests[3]?.expects).toEqual([
      { kind: "drafts" },
      { kind: "calls", tool: "hand_over" },
      { kind: "calls", tool: "hand_over" },
    ]);
  });

  it("say what tools say, so that nobody is asked", () => {
    const { tests } = read(`## Tests
- Asked "Where is order 0000?", with read_order giving "Order 0000, status: sent, and paid", it answers, given read_ticket returns "None".
- 问“订单 0000 在哪？”，假设 read_order 返回“订单 0000 的状态：已发货，已付款”，自动回答。
`);
    expect(tests.map(({ mocks, expects }) => [mocks, expects])).toEqual([
      [
        [
          { tool: "read_order", says: "Order 0000, status: sent, and paid" },
          { tool: "read_ticket", says: "None" },
        ],
        [{ kind: "answers" }],
      ],
      [[{ tool: "read_order", says: "订单 0000 的状态：已发货，已付款" }], [{ kind: "answers" }]],
    ]);
    expect(
      inBody(
        '## Tests\n- Asked "A?", with read_odrer giving "x", it answers\n- Asked "A?", with hand_over giving "x", it answers\n- Asked "A?", with read_order giving "x"\n',
      ),
    ).toEqual([
      '7:15 There is no tool "read_odrer". Did you mean "read_order"?',
      "8:15 hand_over cannot be answered in a test: it is asked as it is. Leave this part out.",
      '9:41 The test does not say what to expect. Go on with: , it answers, cites "Delivery", says "two days".',
    ]);
  });

  it("name what is wrong where it is, with what was meant", () => {
    const tests =
      '## Tests\n- How long?\n- Asked "How long?"\n- Asked "A?", it cite "Delivery"\n- Asked "A?", it dances\n- Asked "A?", it answers, 50 times\n- Asked "A?", it answers, 0% pass\n';
    expect(inBody(tests)).toEqual([
      '7:3 A test starts with a question in quotes: - Asked "How long is delivery?", it answers, cites "Delivery".',
      '8:20 The test does not say what to expect. Go on with: , it answers, cites "Delivery", says "two days".',
      '10:18 "dances" is nothing a test can expect. It can expect: answers, drafts, hands over, cites "…", says "…", does not say "…", calls "…", in English, in Chinese, costs under $0.01.',
      "11:27 A test is asked 1 to 20 times.",
      "12:27 The share that must pass is between 1% and 100%.",
    ]);
    expect(inBody('## Tests\n- Asked "A?", it ansers\n')).toEqual([
      '7:18 "ansers" is nothing a test can expect. Did you mean "answers"?',
    ]);
  });
});
