import { describe, expect, test } from "vitest";
import type { ConversationEvent, EventBody } from "#contract/conversation-event.ts";
import type { VisitorItem } from "../sync/visitor-item.ts";
import { standingRating } from "./standing-rating.ts";

const now = Date.parse("2026-11-27T12:00:00Z");
const event = (seq: number, body: EventBody, at = "2026-11-27T11:00:00Z"): ConversationEvent => ({
  conversationId: "c",
  seq,
  id: `e${seq}`,
  clientId: null,
  actor: { kind: "visitor", id: "v", name: null },
  epoch: 1,
  at,
  body,
});
const rated = (score: number, comment: string | null, closedSeq = 4) =>
  ({ type: "conversation.rated", closedSeq, score, comment }) as const;
const item = (more: Partial<VisitorItem>): VisitorItem => ({
  clientId: "i",
  at: "2026-11-27T11:30:00Z",
  refused: null,
  kind: "rating",
  conversationId: "c",
  text: "",
  page: "",
  ...more,
});
const ask = (events: readonly ConversationEvent[], items: readonly VisitorItem[] = []) =>
  standingRating({ events, items, closedSeq: 4 }, now);

describe("the rating of a closing", () => {
  test("is asked for until it is given, and the newest counts", () => {
    expect(ask([])).toEqual({ score: null, comment: "", state: "unrated" });
    expect(ask([event(5, rated(2, null)), event(6, rated(4, "Better"))])).toEqual({
      score: 4,
      comment: "Better",
      state: "stored",
    });
  });

  test("of another closing says nothing of this one", () => {
    expect(ask([event(3, rated(1, null, 2))])?.state).toBe("unrated");
  });

  test("is shown as chosen while it waits, and as refused when the server would not have it", () => {
    const waiting = item({ rating: { closedSeq: 4, score: 5, comment: "Fine" } });
    expect(ask([event(5, rated(2, null))], [waiting])).toEqual({
      score: 5,
      comment: "Fine",
      state: "on its way",
    });
    const refused = { kind: "invalid", message: "No." } as const;
    expect(ask([], [{ ...waiting, refused }])?.state).toBe("refused");
  });

  test("is not asked for once a day has passed, or once the visitor goes on writing", () => {
    expect(ask([event(5, rated(2, null), "2026-11-26T11:59:00Z")])).toBeNull();
    expect(ask([event(5, rated(2, null), "2026-11-26T12:01:00Z")])?.score).toBe(2);
    expect(ask([], [item({ kind: "message", text: "One more thing" })])).toBeNull();
  });
});
