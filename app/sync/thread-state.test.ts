import { describe, expect, test } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { applyEvents, emptyThread, hasGap, prependEvents, threadFrom } from "./thread-state.ts";

const event = (seq: number): ConversationEvent => ({
  conversationId: "00000000-0000-7000-8000-000000000001",
  seq,
  id: `00000000-0000-7000-8000-${String(seq).padStart(12, "0")}`,
  clientId: null,
  actor: { kind: "visitor", id: null, name: null },
  epoch: 1,
  at: "2026-11-22T08:00:00.000Z",
  body: {
    type: "message.posted",
    parts: [{ type: "text", text: `message ${seq}` }],
    note: false,
    citations: [],
    decisionId: null,
    retracted: false,
  },
});

const retraction = (seq: number, targetSeq: number): ConversationEvent => ({
  ...event(seq),
  body: { type: "message.retracted", targetSeq },
});

const seqs = (events: readonly ConversationEvent[]) => events.map(({ seq }) => seq);

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
  return seed / 0x7f_ff_ff_ff;
};

describe("a thread", () => {
  test("applies what comes next and drops what is old", () => {
    const once = applyEvents(emptyThread, [event(1), event(2)]);
    const twice = applyEvents(once, [event(2), event(1), event(3)]);
    expect(seqs(twice.events)).toEqual([1, 2, 3]);
  });

  test("holds what comes after a gap until the gap is filled", () => {
    const gap = applyEvents(threadFrom([event(1)]), [event(3), event(4)]);
    expect(seqs(gap.events)).toEqual([1]);
    expect(hasGap(gap)).toBe(true);
    const filled = applyEvents(gap, [event(2)]);
    expect(seqs(filled.events)).toEqual([1, 2, 3, 4]);
    expect(hasGap(filled)).toBe(false);
  });

  test("marks a message that was taken back, whichever page it is on", () => {
    const later = applyEvents(threadFrom([event(5)]), [retraction(6, 3), retraction(7, 5)]);
    const whole = prependEvents(later, [event(3), event(4)]);
    const retracted = whole.events.flatMap(({ seq, body }) =>
      body.type === "message.posted" && body.retracted ? [seq] : [],
    );
    expect(retracted).toEqual([3, 5]);
  });

  test("ends the same under any order, loss and repetition, once the gaps are fetched", () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const next = random(seed);
      const all = Array.from({ length: 20 }, (_, index) => event(index + 1));
      const sent = all
        .flatMap((one) => (next() < 0.2 ? [] : next() < 0.2 ? [one, one] : [one]))
        .toSorted(() => next() - 0.5);
      let thread = emptyThread;
      for (const one of sent) thread = applyEvents(thread, [one]);
      thread = applyEvents(thread, all.slice(thread.lastSeq));
      expect(seqs(thread.events), `seed ${seed}`).toEqual(seqs(all));
      expect(hasGap(thread), `seed ${seed}`).toBe(false);
    }
  });
});
