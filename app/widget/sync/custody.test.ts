import { expect, test } from "vitest";
import type { Actor, ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import { custodyOf } from "./custody.ts";

const person: Actor = { kind: "member", id: "m", name: "Maya" };
const event = (seq: number, body: EventBody, actor = person): ConversationEvent => ({
  conversationId: "c",
  seq,
  id: `e${seq}`,
  clientId: null,
  actor,
  epoch: seq,
  at: "2026-11-03T14:08:00.000Z",
  body,
});
const takenOver = (seq: number, memberName: string) =>
  event(seq, { type: "conversation.taken-over", memberId: "m", memberName, epoch: seq });
const handedOver = (seq: number) =>
  event(seq, {
    type: "conversation.handed-over",
    epoch: seq,
    reason: "asked",
    detail: null,
    decisionId: null,
  });

test("the server's word holds until a later event changes it", () => {
  expect(custodyOf({ holder: "ai", asOfSeq: 4 }, [handedOver(2)])).toEqual({
    holder: "ai",
    name: null,
  });
  expect(custodyOf({ holder: "ai", asOfSeq: 4 }, [handedOver(5)])).toEqual({
    holder: "waiting",
    name: null,
  });
});

test("a person who holds it is named, also from what happened before", () => {
  const events = [handedOver(2), takenOver(3, "Maya"), takenOver(4, "Tomás")];
  expect(custodyOf({ holder: "people", asOfSeq: 4 }, events)).toEqual({
    holder: "people",
    name: "Tomás",
  });
});

test("a public message of a person takes custody, a note does not", () => {
  const message = (note: boolean): EventBody => ({
    type: "message.posted",
    parts: [],
    note,
    citations: [],
    decisionId: null,
    retracted: false,
  });
  const known = { holder: "ai", asOfSeq: 1 } as const;
  expect(custodyOf(known, [event(2, message(true))]).holder).toBe("ai");
  expect(custodyOf(known, [event(2, message(false))])).toEqual({ holder: "people", name: "Maya" });
});

test("giving it back to the AI forgets the name", () => {
  const back = event(4, { type: "conversation.handed-back", epoch: 4, note: null });
  expect(custodyOf({ holder: "ai", asOfSeq: 0 }, [takenOver(3, "Maya"), back])).toEqual({
    holder: "ai",
    name: null,
  });
});
