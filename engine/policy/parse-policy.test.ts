import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { meets } from "./condition.ts";
import { defaultPolicyText } from "./default-policy.ts";
import { parsePolicy } from "./parse-policy.ts";

const example = readFileSync(new URL("example-policy.md", import.meta.url), "utf8");

const read = (text: string) => {
  const result = parsePolicy(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy;
};

const problemsOf = (text: string) => {
  const result = parsePolicy(text);
  return result.ok
    ? []
    : result.problems.map(({ line, column, en, zh }) => {
        expect(zh).toMatch(/\p{Script=Han}/u);
        return `${line}:${column} ${en}`;
      });
};

const nothingKnown = { models: [], retrieval: 0, members: [], timeZone: null };

describe("the models a policy names", () => {
  const page = (line: string) => `---\nmode: auto\n${line}\n---\n# Help\n\nAnswer.\n`;
  const problemsWith = (line: string, models: readonly string[]) => {
    const result = parsePolicy(page(line), { ...nothingKnown, models });
    return result.ok
      ? []
      : result.problems.map(({ line: at, column, en }) => `${at}:${column} ${en}`);
  };

  it.each([
    "models: careful, fast, xin",
    "models: [careful, fast, xin]",
    "模型顺序：careful、fast、xin",
  ])("%s is their order", (line) => {
    const result = parsePolicy(page(line), {
      ...nothingKnown,
      models: ["fast", "careful"],
    });
    expect(result.ok && result.policy.settings.models).toEqual(["careful", "fast", "xin"]);
  });

  it("are refused where there is none of that name, with the one that is meant", () => {
    expect(problemsWith("models: fast, carefull", ["fast", "careful"])).toEqual([
      '3:9 There is no model "carefull". Did you mean "careful"?',
    ]);
    expect(problemsWith("models: gpt-4", ["fast"])).toEqual([
      '3:9 There is no model "gpt-4". There are: fast, xin. Owners add models under Settings, Models.',
    ]);
    expect(problemsWith("models:", ["fast"])).toHaveLength(1);
  });

  it("are read as they stand from a page that is stored", () => {
    expect(parsePolicy(page("models: gone")).ok).toBe(true);
  });
});

describe("a policy page", () => {
  it("reads settings, tone, guidance, rules, Never and the hand-over lines", () => {
    const policy = read(example);
    expect(policy.title).toBe("Help desk of the Lakeside shop");
    expect(policy.settings).toEqual({
      mode: "auto",
      languages: ["en", "zh"],
      threshold: 0.7,
      model: null,
      models: null,
      links: ["help.example.com"],
      retrieval: null,
      budget: null,
      tools: [],
      hours: null,
      escalation: null,
    });
    expect(policy.about).toContain("We sell lamps");
    expect(policy.tone).toContain("Friendly and short");
    expect(policy.sections.map(({ heading }) => heading)).toEqual(["Delivery"]);
    expect(policy.rules).toHaveLength(5);
    expect(policy.never).toHaveLength(4);
    expect(policy.handOver.zh).toContain("同事");
  });

  it("reads the page a new workspace starts with: drafts only", () => {
    expect(read(defaultPolicyText("Acme")).settings.mode).toBe("draft");
  });

  it("reads the same page written in Chinese", () => {
    const policy = read(`---
模式：自动
语言：中文、英文
阈值：85%
---
# 客服规范

## 语气
简短。

## 规则
- 如果有人提到“投诉”，就转人工。
- 当客户询问营业时间时，回答：周一至周六营业。

## 绝不
- “终身保修”

## 转人工
中文：请稍等，同事会回复您。
`);
    expect(policy.settings).toMatchObject({
      mode: "auto",
      languages: ["zh", "en"],
      threshold: 0.85,
    });
    expect(policy.rules.map(({ outcome }) => outcome)).toEqual([
      { kind: "hand-over", say: null },
      { kind: "answer", text: "周一至周六营业。" },
    ]);
    expect(policy.handOver).toEqual({ en: null, zh: "请稍等，同事会回复您。" });
    const [complaint, hours] = policy.rules;
    expect(complaint && meets(complaint.when, "我要投诉你们")).toBe(true);
    expect(hours && meets(hours.when, "你们的营业时间是几点")).toBe(true);
    expect(hours && meets(hours.when, "营业执照在哪里")).toBe(false);
  });

  it("joins lines that continue a rule", () => {
    const policy = read(`# T
## Rules
- When someone mentions "court"
  or "lawyer",
  then hand over: One moment.
`);
    expect(policy.rules[0]?.outcome).toEqual({ kind: "hand-over", say: "One moment." });
    expect(policy.rules[0]?.line).toBe(3);
  });
});

describe("what a page gets wrong is named with its place and its fix", () => {
  const cases: [name: string, text: string, problems: string[]][] = [
    [
      "an unknown setting with a suggestion",
      "---\nmode: auto\n  treshold: 80%\n---\n# T\n",
      ['3:3 There is no setting "treshold". Did you mean "threshold"?'],
    ],
    [
      "an unknown setting like no other",
      "---\ncolour: red\n---\n# T\n",
      [
        '2:1 There is no setting "colour". The settings are mode, languages, threshold, model, models, links, retrieval, budget, tools, hours and escalation.',
      ],
    ],
    [
      "values that are none",
      "---\nmode: maybe\nlanguages: en, fr\nthreshold: 70\nlinks: https://x.example/\n---\n# T\n",
      [
        '2:7 "maybe" is not a mode. Write off, shadow, draft or auto.',
        '3:12 "fr" is not a language of Xin. Write en, zh or both: "en, zh".',
        '4:12 "70" is not a threshold. Write a share such as 70% or 0.7.',
        '5:8 "https://x.example/" is not a host name. Write names such as help.example.com, parted by commas.',
      ],
    ],
    [
      "a setting given twice",
      "---\nmode: auto\nmode: draft\n---\n# T\n",
      ['3:1 "mode" is already set on line 2. Keep one of the two.'],
    ],
    [
      "a header without an end",
      "---\nmode: auto\n# T\n",
      ['1:1 The settings are not closed. Put a line "---" after the last one.'],
    ],
    [
      "a page without a title",
      "Be kind.\n## Rules\n",
      ['1:1 The page has no title. Start it, after the settings, with "# " and a name.'],
    ],
    [
      "a second title",
      "# A\n# B\n",
      ['2:1 The title is on line 1 already. Use "## " for sections.'],
    ],
    [
      "a heading with a slip of the pen",
      "# T\n## Rule\n- When x, then hand over.\n",
      ['2:4 "Rule" is read as plain guidance. Did you mean "Rules"?'],
    ],
    [
      "rules that are none",
      '# T\n## Rules\nPlease hand over.\n- Always hand over.\n- When someone mentions "court".\n- When "x", then dance.\n- When , then hand over\n- When "x", then answer:\n',
      [
        '3:1 Every line of this section is an item of a list. Start it with "- ".',
        '4:3 A rule starts with "When": - When someone mentions "court", then hand over.',
        '5:33 The rule does not say what to do. Go on with ", then hand over." or ", then answer: …".',
        '6:18 "dance." is nothing a rule can do. Write "hand over" or "answer: …".',
        '7:8 The rule has no words to look for. Put them in quotes: When someone mentions "court", then hand over.',
        "8:25 The rule has no answer. Write it after the colon: then answer: We open at nine.",
      ],
    ],
    [
      "a hand-over line without a language",
      "# T\n## Hand over\nA colleague comes.\n",
      ['3:1 Say in which language: "en: A colleague will answer." or "zh: 同事会来回答。".'],
    ],
    [
      "a section that comes twice",
      "# T\n## Tone\na\n## Tone\nb\n",
      ["4:4 There is such a section on line 2 already. Move these lines there."],
    ],
  ];
  it.each(cases)("%s", (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it("a page that is too long", () => {
    expect(problemsOf(`# T\n${"x".repeat(65_536)}`)[0]).toContain("Shorten it");
  });
});

const rule = (text: string) => {
  const when = read(`# T\n## Rules\n- When ${text}, then hand over.\n`).rules[0]?.when;
  if (when === undefined) throw new Error("no rule");
  return (message: string) => meets(when, message);
};

describe("conditions", () => {
  it("find a quoted phrase in any tense and number, but not inside another word", () => {
    const matches = rule('someone mentions "refund"');
    expect(matches("I want my REFUNDS")).toBe(true);
    expect(matches("Was it refunded?")).toBe(true);
    expect(matches("prefund the account")).toBe(false);
  });

  it("need both phrases when they are joined by and", () => {
    const matches = rule('someone mentions "refund" and "broken" or "stolen"');
    expect(matches("refund please")).toBe(false);
    expect(matches("It came broken, refund?")).toBe(true);
    expect(matches("it was stolen")).toBe(true);
  });

  it("need all words of an alternative without quotes, in any order", () => {
    const matches = rule("the customer asks about bulk orders or wholesale prices");
    expect(matches("Can I order in bulk?")).toBe(true);
    expect(matches("what is the price wholesale")).toBe(true);
    expect(matches("where is my order")).toBe(false);
  });
});
