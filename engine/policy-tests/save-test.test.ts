import { expect, it } from "vitest";
import { maskPersonal } from "./mask-personal.ts";
import { writeTest } from "./write-test.ts";

it("writes a test as its page says it, in either language", () => {
  const expects = [
    { kind: "answers" },
    { kind: "cites", text: "Skerry 2" },
    { kind: "lacks", text: "free" },
    { kind: "calls", tool: "add_tag" },
    { kind: "language", lang: "en" },
    { kind: "costs-under", usd: 0.01 },
  ] as const;
  expect(writeTest({ question: "How\nheavy?", expects }, "en")).toBe(
    '- Asked "How heavy?", it answers, cites "Skerry 2", does not say "free", calls add_tag, in English, costs under $0.01.',
  );
  expect(writeTest({ question: "多重？", expects }, "zh")).toBe(
    "- 问“多重？”，自动回答，引用“Skerry 2”，不包含“free”，调用“add_tag”，用英文，费用低于 $0.01。",
  );
});

it("keeps a question with quotes readable, and refuses what is no test", () => {
  const expects = [{ kind: "drafts" }] as const;
  expect(writeTest({ question: 'Is "free" free?', expects }, "en")).toBe(
    '- Asked “Is "free" free?”, it drafts.',
  );
  expect(() => writeTest({ question: " ", expects }, "en")).toThrow("question in quotes");
  expect(() => writeTest({ question: "Why?", expects: [] }, "en")).toThrow("what to expect");
  expect(() => writeTest({ question: "x".repeat(1001), expects }, "en")).toThrow("question");
});

it("writes what a tool says, on one line and in quotes of its own", () => {
  const expects = [{ kind: "answers" }] as const;
  const mocks = [{ tool: "read_order", says: 'Order 0000, status: "sent"\nNote: none' }];
  expect(writeTest({ question: "Where?", mocks, expects }, "en")).toBe(
    `- Asked "Where?", with read_order giving "Order 0000, status: 'sent'; Note: none", it answers.`,
  );
  expect(writeTest({ question: "在哪？", mocks, expects }, "zh")).toBe(
    "- 问“在哪？”，假设 read_order 返回“Order 0000, status: 'sent'；Note: none”，自动回答。",
  );
});

it("masks what tells who asked, and nothing else", () => {
  const asked =
    "I am ann@gmail.com, call +49 170 1234567. Order #TM-104233 of 2026 cost $1,200 for 2 tents, card 4111 1111 1111 1111.";
  expect(maskPersonal(asked)).toBe(
    "I am name@example.com, call +00 000 0000000. Order #TM-000000 of 2026 cost $1,200 for 2 tents, card 0000 0000 0000 0000.",
  );
  expect(maskPersonal("帐篷 2026 款多重？订单 88812345 呢")).toBe(
    "帐篷 2026 款多重？订单 00000000 呢",
  );
});
