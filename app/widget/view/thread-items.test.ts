import { describe, expect, test } from "vitest";
import type { Actor, ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { VisitorItem } from "../sync/visitor-item.ts";
import { threadFrom } from "#app/sync/core/thread-state.ts";
import { initialState, type WidgetState } from "../sync/widget-state.ts";
import { threadItems, type MessageItem } from "./thread-items.ts";

const visitor: Actor = { kind: "visitor", id: "v", name: null };
const ai: Actor = { kind: "ai", id: "p", name: "Xin" };
const maya: Actor = { kind: "member", id: "m", name: "Maya" };
const words = (
  text: string,
  more: Partial<EventBody & { type: "message.posted" }> = {},
): EventBody => ({
  type: "message.posted",
  parts: [{ type: "text", text }],
  note: false,
  citations: [],
  decisionId: null,
  retracted: false,
  ...more,
});

const stateOf = (
  said: readonly (readonly [Actor, EventBody, string?])[],
  more: Partial<WidgetState> = {},
): WidgetState => {
  const events = said.map(([actor, body, at], index): ConversationEvent => ({
    conversationId: "c",
    seq: index + 1,
    id: `e${index + 1}`,
    clientId: actor === visitor ? `c${index + 1}` : null,
    actor,
    epoch: 1,
    at: at ?? "2026-11-03T14:08:00.000Z",
    body,
  }));
  const thread = threadFrom("c", events, events.length);
  return { ...initialState({}), link: "up", thread, ...more };
};

const outboxItem = (clientId: string, more: Partial<VisitorItem> = {}): VisitorItem => ({
  clientId,
  kind: "message",
  conversationId: "c",
  text: clientId,
  page: "/",
  at: "2026-11-03T14:09:00.000Z",
  refused: null,
  ...more,
});

const messages = (state: WidgetState): readonly MessageItem[] =>
  threadItems(state).flatMap((item) => (item.kind === "message" ? [item] : []));

describe("rows of the conversation", () => {
  test("what the AI sent by itself can be asked about, what people said cannot", () => {
    const state = stateOf(
      [
        [visitor, words("hello")],
        [ai, words("Five years.", { decisionId: "d" })],
        [maya, words("As the AI drafted it.", { decisionId: "d2" })],
        [ai, words("Before decisions were kept.")],
      ],
      { outbox: [outboxItem("c9")] },
    );
    expect(messages(state).map(({ isAnswer }) => isAnswer)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(messages(state)[1]?.seq).toBe(2);
  });

  test("notes, hidden events and what only the team needs leave no trace", () => {
    const state = stateOf([
      [visitor, { type: "conversation.opened", locale: "en", page: null }],
      [visitor, words("hello")],
      [maya, words("secret", { note: true })],
      [maya, { type: "hidden" }],
    ]);
    expect(messages(state).map(({ text }) => text)).toEqual(["hello"]);
    expect(threadItems(state).map(({ kind }) => kind)).toEqual(["day", "message"]);
  });

  test("a message taken back shows as such, whether it was seen before or not", () => {
    const state = stateOf([
      [maya, words("oops")],
      [maya, { type: "message.retracted", targetSeq: 1 }],
      [maya, words("", { parts: [], retracted: true })],
    ]);
    expect(messages(state).map(({ retracted }) => retracted)).toEqual([true, true]);
  });

  test("changes of custody are told, with the person's name", () => {
    const state = stateOf([
      [
        visitor,
        {
          type: "conversation.handed-over",
          epoch: 2,
          reason: "asked",
          detail: null,
          decisionId: null,
        },
      ],
      [maya, { type: "conversation.taken-over", memberId: "m", memberName: "Maya", epoch: 3 }],
      [maya, { type: "conversation.handed-back", epoch: 4, note: null }],
      [maya, { type: "conversation.resolved" }],
    ]);
    expect(
      threadItems(state).flatMap((item) =>
        item.kind === "notice" ? [[item.notice, item.name]] : [],
      ),
    ).toEqual([
      ["handed-over", null],
      ["joined", "Maya"],
      ["handed-back", null],
      ["resolved", null],
    ]);
  });

  test("own messages say how far they have come", () => {
    const state = stateOf(
      [
        [visitor, words("seen")],
        [ai, words("yes")],
        [visitor, words("delivered")],
      ],
      {
        teamSeenSeq: 1,
        outbox: [
          outboxItem("sent", { sent: true }),
          outboxItem("waits"),
          outboxItem("failed", { refused: { kind: "too_large", message: "" } }),
        ],
      },
    );
    expect(messages(state).map(({ text, status }) => [text, status])).toEqual([
      ["seen", "seen"],
      ["yes", null],
      ["delivered", "delivered"],
      ["sent", "sent"],
      ["waits", "sending"],
      ["failed", "failed"],
    ]);
    expect(messages({ ...state, link: "down" }).at(-2)?.status).toBe("waiting");
  });

  test("a message is shown once while it moves from the outbox to the log, under one key", () => {
    const item = outboxItem("c1");
    const waiting = stateOf([], { outbox: [item] });
    const acknowledged = stateOf([], { outbox: [{ ...item, sent: true }] });
    const stored = stateOf([[visitor, words("c1")]], { outbox: acknowledged.outbox });
    for (const state of [waiting, acknowledged, stored]) {
      expect(messages(state).map(({ key }) => key)).toEqual(["c1"]);
    }
  });

  test("of very many waiting messages the ones written last are shown", () => {
    const outbox = Array.from({ length: 10_000 }, (_, index) => outboxItem(`m${index}`));
    const shown = messages(stateOf([], { outbox }));
    expect(shown).toHaveLength(200);
    expect(shown.at(-1)?.text).toBe("m9999");
  });

  test("asking for a person is no message", () => {
    expect(messages(stateOf([], { outbox: [outboxItem("p", { kind: "person" })] }))).toEqual([]);
  });

  test("a run of one author carries the name once, another author or a pause begins a new one", () => {
    const state = stateOf([
      [maya, words("a")],
      [maya, words("b")],
      [maya, words("c"), "2026-11-03T15:08:00.000Z"],
      [{ ...maya, name: "Tomás" }, words("d"), "2026-11-03T15:08:00.000Z"],
    ]);
    expect(messages(state).map(({ startsRun, endsRun }) => [startsRun, endsRun])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  test("a new day is named before its first row", () => {
    const state = stateOf([
      [visitor, words("a"), "2026-11-02T12:00:00.000Z"],
      [visitor, words("b"), "2026-11-03T12:00:00.000Z"],
    ]);
    expect(threadItems(state).map(({ kind }) => kind)).toEqual([
      "day",
      "message",
      "day",
      "message",
    ]);
  });
});
