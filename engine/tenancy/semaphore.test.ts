import { expect, test } from "vitest";
import { makeSemaphore } from "./semaphore.ts";

test("runs no more than the limit at once, and in the end everything", async () => {
  const enter = makeSemaphore({ running: 2, waiting: 10 });
  let running = 0;
  let most = 0;
  const work = async (id: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return id;
  };
  const ids = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(await Promise.all(ids.map((id) => enter(() => work(id))))).toEqual(ids);
  expect(most).toBe(2);
});

test("refuses what exceeds the queue", async () => {
  const enter = makeSemaphore({ running: 1, waiting: 1 });
  const gate = Promise.withResolvers<void>();
  const first = enter(() => gate.promise);
  const second = enter(() => gate.promise);
  await expect(enter(() => gate.promise)).rejects.toMatchObject({ kind: "overloaded" });
  gate.resolve();
  await Promise.all([first, second]);
});

test("a failure gives its place back", async () => {
  const enter = makeSemaphore({ running: 1, waiting: 1 });
  await expect(enter(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await enter(() => Promise.resolve("yes"))).toBe("yes");
});
