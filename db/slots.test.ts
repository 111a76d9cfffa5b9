import { expect, test } from "vitest";
import { makeSlots } from "./slots.ts";

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
