import { afterEach, expect, test, vi } from "vitest";
import { makeSlots, patienceMs } from "./slots.ts";

afterEach(() => void vi.useRealTimers());

const long = 60_000;

test("gives slots in the order in which they were asked for", async () => {
  const slots = makeSlots(1, 10);
  const first = await slots.take(long);
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (n) => {
    const slot = await slots.take(long);
    order.push(n);
    slot.release();
  });
  expect(slots.inFlight).toBe(4);
  first.release();
  await Promise.all(waiting);
  expect(order).toEqual([1, 2, 3]);
  expect(slots.inFlight).toBe(0);
});

test("refuses above the cap, and takes again below it", async () => {
  const slots = makeSlots(1, 2);
  const held = await slots.take(long);
  const waiting = slots.take(long);
  await expect(slots.take(long)).rejects.toMatchObject({ reason: "overloaded" });
  held.release();
  (await waiting).release();
  (await slots.take(long)).release();
});

test("who waits too long leaves the line, and its slot goes to nobody", async () => {
  const slots = makeSlots(1, 10);
  const held = await slots.take(long);
  await expect(slots.take(5)).rejects.toMatchObject({ reason: "deadline", outcome: "none" });
  expect(slots.inFlight).toBe(1);
  held.release();
  expect(slots.inFlight).toBe(0);
});

test("a slot given back twice counts once", async () => {
  const slots = makeSlots(1, 10);
  const held = await slots.take(long);
  held.release();
  held.release();
  const next = await slots.take(long);
  expect(slots.inFlight).toBe(1);
  next.release();
});

test("who steps aside goes when nobody else runs or waits, one at a time", async () => {
  const slots = makeSlots(3, 20);
  const held = await slots.take(long);
  const order: string[] = [];
  const line = (["behind", "behind", "first", "first"] as const).map(async (rank, index) => {
    const slot = await slots.take(long, rank);
    order.push(`${rank} ${index}`);
    await Promise.resolve();
    slot.release();
  });
  held.release();
  await Promise.all(line);
  expect(order).toEqual(["first 2", "first 3", "behind 0", "behind 1"]);
  expect(slots.inFlight).toBe(0);
});

test("steps aside no longer than its patience", async () => {
  vi.useFakeTimers();
  const slots = makeSlots(2, 20);
  const held = await slots.take(long);
  let isIn = false;
  const behind = slots.take(long, "behind").then((slot) => {
    isIn = true;
    return slot;
  });
  await vi.advanceTimersByTimeAsync(patienceMs - 1);
  expect(isIn).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isIn).toBe(true);
  (await behind).release();
  held.release();
  expect(slots.inFlight).toBe(0);
});

test("at the end of its patience it takes the next slot that is free, before all others", async () => {
  vi.useFakeTimers();
  const slots = makeSlots(1, 20);
  const held = await slots.take(long);
  const order: string[] = [];
  const line = (["first", "behind"] as const).map(async (rank) => {
    const slot = await slots.take(long, rank);
    order.push(rank);
    slot.release();
  });
  await vi.advanceTimersByTimeAsync(patienceMs);
  held.release();
  await Promise.all(line);
  expect(order).toEqual(["behind", "first"]);
});
