import { expect, it } from "vitest";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import { visitorView } from "./visitor-view.ts";

const secret = "SECRET";
const event = (body: EventBody): ConversationEvent => ({
  conversationId: "c",
  seq: 5,
  id: "e",
  clientId: "k",
  actor: { kind: "member", id: "m", name: "Anna" },
  epoch: 2,
  at: "2026-01-01T00:00:00.000Z",
  body,
});
const message = (retracted: boolean, note = false): EventBody => ({
  type: "message.posted",
  parts: [{ type: "text", text: secret }],
  note,
  citations: [],
  decisionId: secret,
  retracted,
});

it("shows a public message as it is", () => {
  expect(visitorView(event(message(false)), "public")).toEqual(event(message(false)));
});

it("empties a message that was taken back", () => {
  const view = visitorView(event(message(true)), "public");
  expect(view.body).toMatchObject({ type: "message.posted", parts: [], retracted: true });
  expect(JSON.stringify(view)).not.toContain(secret);
});

it("hides what is the team's, and keeps its place", () => {
  const bodies: EventBody[] = [
    message(false, true),
    { type: "message.retracted", targetSeq: 3 },
    { type: "conversation.assigned", memberId: secret, memberName: secret },
    { type: "draft.proposed", decisionId: secret, text: secret, citations: [], confidence: 1 },
    {
      type: "conversation.tags-changed",
      added: [secret],
      removed: [secret],
      tags: [secret],
      decisionId: secret,
    },
    { type: "draft.discarded", decisionId: secret },
    { type: "reply.superseded", decisionId: secret },
  ];
  for (const body of bodies) {
    const view = visitorView(event(body), "team");
    expect(view).toMatchObject({ seq: 5, clientId: null, body: { type: "hidden" } });
    expect(JSON.stringify(view)).not.toMatch(/SECRET|Anna|"m"/);
  }
});

it("leaves out words between the team and the AI", () => {
  const bodies: EventBody[] = [
    { type: "conversation.handed-back", epoch: 3, note: secret },
    {
      type: "conversation.handed-over",
      epoch: 3,
      reason: "unsure",
      detail: secret,
      decisionId: secret,
    },
  ];
  for (const body of bodies) {
    expect(JSON.stringify(visitorView(event(body), "public"))).not.toContain(secret);
  }
});
