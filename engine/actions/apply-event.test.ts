import { expect, it } from "vitest";
import type { EventBody } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { applyEvent, type PlacedEvent } from "./apply-event.ts";

const row: ConversationRow = {
  id: "00000000-0000-4000-8000-000000000001",
  contact: {
    id: "c",
    name: null,
    email: null,
    locale: "en",
    createdAt: "2026-01-01T00:00:00.000Z",
  },
  channelName: "Help",
  status: "open",
  holder: "ai",
  epoch: 4,
  mode: "draft",
  assignee: null,
  locale: "en",
  subject: null,
  preview: null,
  previewBy: null,
  lastSeq: 9,
  position: 90,
  visitorSeq: 7,
  visitorSeenSeq: 3,
  seenSeq: 2,
  unread: 1,
  waitingReason: null,
  waitingSince: null,
  draft: { decisionId: "d", confidence: 0.5 },
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

const at = "2026-02-03T04:05:06.007Z";
const event = (body: EventBody, kind: PlacedEvent["actor"]["kind"] = "member"): PlacedEvent => ({
  conversationId: row.id,
  seq: 10,
  id: "e",
  clientId: null,
  actor: { kind, id: "a", name: "Anna" },
  epoch: "epoch" in body ? body.epoch : row.epoch,
  at,
  body,
  position: 95,
});
const after = (body: EventBody, kind?: PlacedEvent["actor"]["kind"], before = row) =>
  applyEvent(before, event(body, kind));
const message = (words: string, note = false): EventBody => ({
  type: "message.posted",
  parts: [{ type: "text", text: words }],
  note,
  citations: [],
  decisionId: null,
  retracted: false,
});

it("moves the row to the event's place and leaves the reader's own alone", () => {
  expect(after({ type: "reply.superseded", decisionId: "d" })).toEqual({
    ...row,
    lastSeq: 10,
    position: 95,
    updatedAt: at,
  });
});

it("takes subject and preview from a visitor's words", () => {
  const first = after(message("Hello\n there"), "visitor");
  expect(first).toMatchObject({
    subject: "Hello there",
    preview: "Hello there",
    previewBy: "visitor",
    visitorSeq: 10,
    draft: row.draft,
  });
  const second = applyEvent(first, event(message("x".repeat(500)), "visitor"));
  expect(second.subject).toBe("Hello there");
  expect(second.preview).toBe(`${"x".repeat(159)}…`);
});

it("ends the draft with an answer, not with a note", () => {
  expect(after(message("Answer"))).toMatchObject({ draft: null, preview: "Answer", visitorSeq: 7 });
  expect(after(message("Answer"), "ai")).toMatchObject({ draft: null, previewBy: "ai" });
  expect(after(message("Hm", true))).toMatchObject({ draft: row.draft, preview: "✎ Hm" });
});

it.each([
  ["member", "member"],
  ["api", "member"],
  ["automation", "system"],
  ["system", "system"],
] as const)("shows words of %s as those of %s", (kind, by) => {
  expect(after(message("x"), kind).previewBy).toBe(by);
});

it("follows custody", () => {
  const waiting = after(
    { type: "conversation.handed-over", epoch: 5, reason: "asked", detail: null, decisionId: null },
    "visitor",
  );
  expect(waiting).toMatchObject({
    holder: "waiting",
    epoch: 5,
    waitingReason: "asked",
    waitingSince: at,
  });
  const taken = {
    type: "conversation.taken-over",
    memberId: "m",
    memberName: "Mo",
    epoch: 6,
  } as const;
  const held = after(taken, "member", waiting);
  expect(held).toMatchObject({
    holder: "people",
    epoch: 6,
    assignee: { id: "m", name: "Mo" },
    waitingReason: null,
    waitingSince: null,
  });
  expect(after(taken, "api", waiting)).toMatchObject({ holder: "people", assignee: null });
  const back = after({ type: "conversation.handed-back", epoch: 7, note: null }, "member", held);
  expect(back).toMatchObject({ holder: "ai", epoch: 7, assignee: null });
});

it("follows assignment, status and drafts", () => {
  const assigned = after({ type: "conversation.assigned", memberId: "m", memberName: "Mo" });
  expect(assigned.assignee).toEqual({ id: "m", name: "Mo" });
  const nobody = { type: "conversation.assigned", memberId: null, memberName: null } as const;
  expect(after(nobody, "member", assigned).assignee).toBeNull();
  const tags = { added: ["refund"], removed: [], tags: ["refund"], decisionId: null };
  const tagged = after({ type: "conversation.tags-changed", ...tags });
  expect(tagged).toMatchObject({ tags: ["refund"], assignee: row.assignee, holder: row.holder });
  const resolved = after({ type: "conversation.resolved" });
  expect(resolved).toMatchObject({ status: "resolved", draft: null });
  expect(after({ type: "conversation.reopened" }, "visitor", resolved).status).toBe("open");
  expect(after({ type: "draft.discarded", decisionId: "other" }).draft).toEqual(row.draft);
  expect(after({ type: "draft.discarded", decisionId: "d" }).draft).toBeNull();
  expect(
    after(
      { type: "draft.proposed", decisionId: "n", text: "x", citations: [], confidence: 0.9 },
      "ai",
    ).draft,
  ).toEqual({ decisionId: "n", confidence: 0.9 });
  expect(after({ type: "conversation.opened", locale: "zh", page: null }, "visitor").locale).toBe(
    "zh",
  );
});

it("takes words out of the list that were taken back, but nothing newer of the visitor", () => {
  const shown = { ...row, preview: "Words", previewBy: "visitor" } as const;
  const gone = (targetSeq: number) =>
    after({ type: "message.retracted", targetSeq }, "member", shown).preview;
  expect(gone(9)).toBeNull();
  expect(gone(7)).toBeNull();
  expect(gone(6)).toBe("Words");
});
