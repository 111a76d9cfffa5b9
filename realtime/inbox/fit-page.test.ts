import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { fitPage } from "./fit-page.ts";

const event = (seq: number, text: string): ConversationEvent => ({
  conversationId: "c",
  seq,
  id: "i",
  clientId: null,
  actor: { kind: "visitor", id: "v", name: null },
  epoch: 1,
  at: "2026-11-22T00:00:00.000Z",
  body: {
    type: "message.posted",
    parts: [{ type: "text", text }],
    note: false,
    citations: [],
    decisionId: null,
    retracted: false,
  },
});

const page = (texts: readonly string[]) => ({
  events: texts.map((text, index) => event(index + 1, text)),
  lastSeq: 99,
  more: false,
});

describe("fitting a page of events", () => {
  it("[RT4] leaves a small page alone", () => {
    const small = page(["a", "b", "c"]);
    expect(fitPage(small)).toEqual(small);
  });

  it("[RT4] cuts a large one and says that more follows", () => {
    const fitted = fitPage(page(Array.from({ length: 50 }, () => "x".repeat(16_000))));
    expect(fitted.events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: fitted.events.length }, (_, index) => index + 1),
    );
    expect(fitted.events.length).toBeGreaterThan(10);
    expect(fitted.events.length).toBeLessThan(20);
    expect(fitted.more).toBe(true);
    expect(fitted.lastSeq).toBe(99);
  });

  it("[RT4] never answers none while there are some", () => {
    const fitted = fitPage(page(["x".repeat(900_000), "b"]));
    expect(fitted.events).toHaveLength(1);
    expect(fitted.more).toBe(true);
  });
});
