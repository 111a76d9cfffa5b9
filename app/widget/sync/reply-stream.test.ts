import { describe, expect, test } from "vitest";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import {
  noStreams,
  receiveDelta,
  receiveEnd,
  settleStreams,
  type ReplyStreams,
} from "./reply-stream.ts";

const delta = (index: number, text: string, decisionId = "d") => ({
  conversationId: "c",
  decisionId,
  epoch: 1,
  index,
  text,
});

const written = (...deltas: ReturnType<typeof delta>[]) =>
  deltas.reduce<ReplyStreams>(receiveDelta, noStreams);

const event = (body: EventBody): ConversationEvent => ({
  conversationId: "c",
  seq: 9,
  id: "e",
  clientId: null,
  actor: { kind: "ai", id: "p", name: "Xin" },
  epoch: 1,
  at: "2026-11-03T14:08:00.000Z",
  body,
});

const answer = event({
  type: "message.posted",
  parts: [{ type: "text", text: "Yes." }],
  note: false,
  citations: [],
  decisionId: "d",
  retracted: false,
});

describe("an answer being written", () => {
  test("grows word by word, and a repeated delta changes nothing", () => {
    const streams = written(
      delta(0, "Poles "),
      delta(1, "are "),
      delta(1, "are "),
      delta(2, "covered."),
    );
    expect(streams.current?.text).toBe("Poles are covered.");
  });

  test("stands still after a jump, until the final message", () => {
    const streams = written(delta(0, "Poles "), delta(2, "covered."), delta(3, " Yes."));
    expect(streams.current).toMatchObject({ text: "Poles ", broken: true });
  });

  test("shows no words when its beginning was missed", () => {
    expect(written(delta(4, "covered.")).current).toMatchObject({ text: "", broken: true });
  });

  test("is replaced by the message of the log, and late deltas do not bring it back", () => {
    const settled = settleStreams(written(delta(0, "Yes")), [answer]);
    expect(settled.current).toBeNull();
    expect(receiveDelta(settled, delta(1, ".")).current).toBeNull();
  });

  test("stays in view between its end and its message", () => {
    const ended = receiveEnd(written(delta(0, "Yes.")), {
      conversationId: "c",
      decisionId: "d",
      outcome: "sent",
    });
    expect(ended.current?.text).toBe("Yes.");
  });

  test.each(["drafted", "handed_over", "superseded", "failed", "stopped"] as const)(
    "vanishes when it ended as %s",
    (outcome) => {
      const ended = receiveEnd(written(delta(0, "Yes.")), {
        conversationId: "c",
        decisionId: "d",
        outcome,
      });
      expect(ended.current).toBeNull();
      expect(receiveDelta(ended, delta(0, "Yes.")).current).toBeNull();
    },
  );

  test("ends when a person takes over", () => {
    const body = {
      type: "conversation.taken-over",
      memberId: "m",
      memberName: "Maya",
      epoch: 2,
    } as const;
    const settled = settleStreams(written(delta(0, "Yes")), [event(body)]);
    expect(settled.current).toBeNull();
    expect(receiveDelta(settled, delta(1, ".")).current).toBeNull();
  });

  test("gives way to the next answer", () => {
    const streams = written(delta(0, "First"), delta(0, "Second", "d2"));
    expect(streams.current).toMatchObject({ decisionId: "d2", text: "Second" });
  });
});
