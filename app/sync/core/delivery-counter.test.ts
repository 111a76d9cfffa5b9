import { expect, test } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import { DeliveryCounter } from "./delivery-counter.ts";
import { receiveEvents, threadFrom, type ThreadState } from "./thread-state.ts";

const event = (seq: number): ConversationEvent => ({
  conversationId: "c",
  seq,
  id: `e${seq}`,
  clientId: null,
  actor: { kind: "visitor", id: "v", name: null },
  epoch: 1,
  at: "2026-11-03T14:08:00.000Z",
  body: { type: "hidden" },
});

const frame = (counter: DeliveryCounter, thread: ThreadState, seqs: readonly number[]) => {
  const events = seqs.map(event);
  counter.frame(thread, events);
  const after = receiveEvents(thread, events);
  counter.applied(thread, after);
  return after;
};

test("[RT40] counts what was new, what was here, and each jump once", () => {
  const counter = new DeliveryCounter();
  let thread = threadFrom("c", [event(1)], 1);
  thread = frame(counter, thread, [2, 3]);
  thread = frame(counter, thread, [3]);
  thread = frame(counter, thread, [6]);
  thread = frame(counter, thread, [7, 6]);
  expect(counter.take()).toEqual({ received: 2, gaps: 1, duplicates: 2, resyncs: 0 });
  // A fetched page fills the gap: what had been held counts when it is applied.
  const after = receiveEvents(thread, [4, 5, 6, 7].map(event));
  counter.applied(thread, after);
  expect(counter.take()).toEqual({ received: 4, gaps: 0, duplicates: 0, resyncs: 0 });
});

test("[RT40] counts a heartbeat that is ahead, and not one that is behind", () => {
  const counter = new DeliveryCounter();
  const thread = threadFrom("c", [event(1)], 1);
  counter.beat(thread, 1);
  expect(counter.take().resyncs).toBe(0);
  counter.beat(thread, 2);
  expect(counter.take().resyncs).toBe(1);
});

test("another conversation on the screen is not something received", () => {
  const counter = new DeliveryCounter();
  const thread = threadFrom("c", [event(1)], 1);
  counter.applied(null, thread);
  counter.applied(thread, { ...thread, conversationId: "d", lastSeq: 9 });
  expect(counter.take().received).toBe(0);
});
