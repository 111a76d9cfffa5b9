import { describe, expect, test } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { seeded } from "../../../tests/support/seeded.ts";
import {
  earlierSeq,
  emptyThread,
  isBehind,
  noticeSeq,
  prependEvents,
  receiveEvents,
  shownSince,
  threadFrom,
  type ThreadState,
} from "./thread-state.ts";

const conversationId = "c";

const event = (seq: number): ConversationEvent => ({
  conversationId,
  seq,
  id: `e${seq}`,
  clientId: null,
  actor: { kind: "visitor", id: "v", name: null },
  epoch: 1,
  at: "2026-11-03T14:08:00.000Z",
  body: { type: "hidden" },
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
const seqsOf = (events: readonly ConversationEvent[]) => events.map(({ seq }) => seq);
const seqs = (thread: ThreadState) => seqsOf(thread.events);

describe("receiving events", () => {
  test("old ones are dropped, the next is applied, later ones wait for the gap", () => {
    let thread = receiveEvents(emptyThread(conversationId), range(1, 3));
    thread = receiveEvents(thread, [event(2), event(5)]);
    expect(seqs(thread)).toEqual([1, 2, 3]);
    expect(isBehind(thread)).toBe(true);
    thread = receiveEvents(thread, [event(4)]);
    expect(seqs(thread)).toEqual([1, 2, 3, 4, 5]);
    expect(isBehind(thread)).toBe(false);
  });

  test("what was held back is shown together with what fills the gap", () => {
    const held = receiveEvents(receiveEvents(emptyThread(conversationId), range(1, 2)), [event(4)]);
    const filled = receiveEvents(held, [event(3)]);
    expect(seqsOf(shownSince(held, filled))).toEqual([3, 4]);
    expect(shownSince(filled, receiveEvents(filled, [event(2), event(6)]))).toEqual([]);
  });

  test("events of another conversation are ignored", () => {
    const foreign = { ...event(1), conversationId: "other" };
    expect(receiveEvents(emptyThread(conversationId), [foreign]).lastSeq).toBe(0);
  });

  test("a higher seq in a heartbeat or an acknowledgement shows what is missing", () => {
    const thread = noticeSeq(threadFrom(conversationId, range(1, 4), 4), 6);
    expect(isBehind(thread)).toBe(true);
    expect(isBehind(receiveEvents(thread, range(5, 6)))).toBe(false);
  });

  test("what is held back is limited, and the fetch brings the rest", () => {
    let thread = receiveEvents(emptyThread(conversationId), range(2, 2_000));
    expect(thread.held.size).toBe(500);
    for (let pages = 0; isBehind(thread) && pages < 100; pages += 1) {
      thread = receiveEvents(
        thread,
        range(thread.lastSeq + 1, thread.lastSeq + 200).filter(({ seq }) => seq <= 2_000),
      );
    }
    expect(thread.lastSeq).toBe(2_000);
    expect(thread.held.size).toBe(0);
  });

  test("any order, loss and repetition ends in the whole log", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = seeded(seed);
      const last = 1 + Math.floor(random() * 60);
      const log = range(1, last);
      const wire = log
        .flatMap((one) => (random() < 0.25 ? [] : random() < 0.3 ? [one, one] : [one]))
        .map((one) => ({ one, at: one.seq + random() * 12 }))
        .toSorted((a, b) => a.at - b.at);

      let thread = emptyThread(conversationId);
      let steps = 0;
      while (wire.length > 0 || thread.lastSeq < last) {
        steps += 1;
        expect(steps, `seed ${seed} ends`).toBeLessThan(500);
        const burst = wire.splice(0, 1 + Math.floor(random() * 4)).map(({ one }) => one);
        thread = receiveEvents(thread, burst);
        expect(seqs(thread), `seed ${seed}`).toEqual(seqsOf(range(1, thread.lastSeq)));
        if (wire.length === 0) thread = noticeSeq(thread, last);
        if (isBehind(thread) && (wire.length === 0 || random() < 0.3)) {
          thread = receiveEvents(thread, log.slice(thread.lastSeq, thread.lastSeq + 7));
        }
      }
      expect(seqs(thread), `seed ${seed}`).toEqual(seqsOf(log));
      expect(thread.held.size, `seed ${seed}`).toBe(0);
    }
  });
});

describe("a message taken back", () => {
  const said = (seq: number): ConversationEvent => ({
    ...event(seq),
    body: {
      type: "message.posted",
      parts: [{ type: "text", text: `message ${seq}` }],
      note: false,
      citations: [],
      decisionId: null,
      retracted: false,
    },
  });
  const takenBack = (seq: number, targetSeq: number): ConversationEvent => ({
    ...event(seq),
    body: { type: "message.retracted", targetSeq },
  });
  const gone = ({ events }: ThreadState) =>
    events.flatMap(({ seq, body }) =>
      body.type === "message.posted" && body.retracted ? [seq] : [],
    );

  test("is marked, whichever page it is on", () => {
    const opened = threadFrom(conversationId, [said(5)], 5);
    const later = receiveEvents(opened, [takenBack(6, 3), takenBack(7, 5)]);
    expect(gone(later)).toEqual([5]);
    expect(gone(prependEvents(later, [said(3), said(4)]))).toEqual([3, 5]);
  });

  test("is marked when both come together", () => {
    expect(gone(threadFrom(conversationId, [said(1), takenBack(2, 1)], 2))).toEqual([1]);
  });
});

describe("a long conversation", () => {
  test("forgets its oldest events when it grows very long, and can load them again", () => {
    const thread = receiveEvents(emptyThread(conversationId), range(1, 2_001));
    expect(thread.lastSeq).toBe(2_001);
    expect(seqs(thread)).toEqual(seqsOf(range(1_002, 2_001)));
    expect(earlierSeq(thread)).toBe(1_001);
  });

  test("begins with its newest page and takes older ones in front", () => {
    let thread = threadFrom(conversationId, range(301, 500), 500);
    expect(thread.lastSeq).toBe(500);
    expect(earlierSeq(thread)).toBe(300);
    thread = prependEvents(thread, range(101, 320));
    expect(earlierSeq(thread)).toBe(100);
    thread = prependEvents(thread, range(1, 100));
    expect(earlierSeq(thread)).toBeNull();
    expect(seqs(thread)).toEqual(range(1, 500).map(({ seq }) => seq));
  });

  test("ignores an older page that leaves a gap", () => {
    const thread = threadFrom(conversationId, range(301, 500), 500);
    expect(prependEvents(thread, range(1, 200))).toBe(thread);
  });
});
