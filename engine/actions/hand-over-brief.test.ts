import { expect, it } from "vitest";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { TriedDecision } from "#db/reads/tried-decisions.ts";
import { makeBrief } from "./hand-over-brief.ts";

const event = (seq: number, kind: ConversationEvent["actor"]["kind"], body: EventBody) => ({
  conversationId: "c",
  seq,
  id: `e${seq}`,
  clientId: null,
  actor: { kind, id: kind, name: null },
  epoch: 1,
  at: "2026-11-26T10:00:00.000Z",
  body,
});
const say = (
  seq: number,
  kind: ConversationEvent["actor"]["kind"],
  text: string,
  more: Partial<Extract<EventBody, { type: "message.posted" }>> = {},
) =>
  event(seq, kind, {
    type: "message.posted",
    parts: [{ type: "text", text }],
    note: false,
    citations: [],
    decisionId: null,
    retracted: false,
    ...more,
  });
const decision = (more: Partial<TriedDecision>): TriedDecision => ({
  outcome: "handed_over",
  confidence: 0.3,
  guards: [],
  attempts: [],
  rules: [],
  title: null,
  found: 0,
  ...more,
});

const talk = [
  say(2, "visitor", "Hello! My lamp AB-1234 arrived broken. I am mary@example.com"),
  say(3, "ai", "I am sorry to hear that. A broken lamp is replaced within five days [1]."),
  say(4, "visitor", "Thanks."),
  say(5, "member", "internal: smells fishy", { note: true }),
  say(6, "visitor", "Never mind", { retracted: true }),
  say(7, "visitor", "The replacement is broken too.\nCan I have my money back?"),
];

it("has the open question, the telling sentences and the facts, without notes and what was taken back", () => {
  const brief = makeBrief(talk, []);
  expect(brief.question).toBe("Thanks. The replacement is broken too. Can I have my money back?");
  expect(brief.summary).toEqual([
    { by: "visitor", text: "My lamp AB-1234 arrived broken." },
    { by: "ai", text: "A broken lamp is replaced within five days." },
  ]);
  expect(brief.facts).toEqual(["AB-1234", "mary@example.com"]);
  expect(JSON.stringify(brief)).not.toMatch(/fishy|Never mind/);
});

it("tells what was tried, in order", () => {
  const complete = { provider: "fast", outcome: "complete", ms: 1 };
  const tried = makeBrief(talk, [
    decision({
      outcome: "sent",
      confidence: 0.81,
      title: "Returns",
      found: 3,
      attempts: [complete],
    }),
    decision({
      title: "Refunds",
      found: 5,
      guards: [
        { name: "never", passed: false, detail: "forbidden:9" },
        { name: "links", passed: true, detail: null },
      ],
      attempts: [
        { provider: "careful", outcome: "unavailable", ms: 10 },
        { provider: "careful", outcome: "slow", ms: 7000 },
        complete,
      ],
    }),
    decision({ rules: [{ line: 12, text: "When someone mentions a lawyer, hand over." }] }),
  ]).tried;
  expect(tried).toEqual([
    { what: "searched", name: "Returns", detail: "3" },
    { what: "answered", name: "Returns", detail: "81" },
    { what: "searched", name: "Refunds", detail: "5" },
    { what: "model_failed", name: "careful", detail: "slow" },
    { what: "held_back", name: null, detail: "never" },
    { what: "rule", name: "When someone mentions a lawyer, hand over.", detail: "12" },
  ]);
});

it("reads Chinese", () => {
  const brief = makeBrief(
    [
      say(2, "visitor", "你好。我的台灯坏了，订单号是20261126001。能退款吗？"),
      say(3, "ai", "退款需要五个工作日[1]。"),
      say(4, "visitor", "太久了，我要找人工"),
    ],
    [],
  );
  expect(brief.question).toBe("太久了，我要找人工");
  expect(brief.facts).toEqual(["20261126001"]);
  expect(brief.summary.map(({ by }) => by)).toEqual(["visitor", "ai"]);
});

it("stays small, whatever was written", () => {
  const long = "Where is my order 12345678? ".repeat(2000);
  const many = Array.from({ length: 100 }, (_, n) => say(n + 2, "visitor", `${n} ${long}`));
  const brief = makeBrief(
    many,
    Array.from({ length: 50 }, () => decision({ found: 2, title: "x" })),
  );
  expect(JSON.stringify(brief).length).toBeLessThan(4000);
  expect(makeBrief([], [])).toEqual({ question: "", summary: [], facts: [], tried: [] });
  expect(makeBrief([say(2, "visitor", "??? 😀😀 \u0000")], []).question).toBe("??? 😀😀");
});
