import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FoundFile, SendAnswer, Upload } from "./upload.ts";
import { UploadQueue } from "./upload-queue.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const files = (...names: readonly string[]): FoundFile[] =>
  names.map((name) => ({ file: new File([name], name), folder: "" }));

/** A queue whose sending is answered by the test, in any order. */
const makeQueue = () => {
  const open = new Map<string, (answer: SendAnswer) => void>();
  const started: string[] = [];
  const queue = new UploadQueue({
    send: ({ file: { name } }, onShare, signal) => {
      started.push(name);
      onShare(0.5);
      return new Promise((resolve) => {
        open.set(name, resolve);
        signal.addEventListener("abort", () => resolve({ type: "lost" }));
      });
    },
    check: ({ name }) => (name.endsWith(".exe") ? "unsupported" : null),
    delayMs: (attempt) => 1000 * (attempt + 1),
  });
  const settle = () => vi.advanceTimersByTimeAsync(60);
  const answer = async (name: string, with_: SendAnswer) => {
    open.get(name)?.(with_);
    await settle();
  };
  const states = () =>
    Object.fromEntries(queue.read().map(({ file, state }) => [file.name, state]));
  return { queue, started, answer, settle, states };
};

const done: SendAnswer = { type: "done", isNew: true, leftOut: 0 };
const idOf = (queue: UploadQueue, name: string): string =>
  queue.read().find((one: Upload) => one.file.name === name)?.id ?? "";

test("sends three at a time and tells how far each is", async () => {
  const { queue, started, answer, settle, states } = makeQueue();
  queue.add(files("a.md", "b.md", "c.md", "d.md", "e.md"));
  await settle();
  expect(started).toEqual(["a.md", "b.md", "c.md"]);
  expect(states()).toMatchObject({
    "a.md": { type: "sending", share: 0.5 },
    "d.md": { type: "waiting" },
  });
  await answer("b.md", done);
  await answer("a.md", { type: "done", isNew: false, leftOut: 0 });
  expect(started).toEqual(["a.md", "b.md", "c.md", "d.md", "e.md"]);
  expect(states()).toMatchObject({ "a.md": { type: "done", isNew: false }, "b.md": done });
});

test("a file that will not do is refused unsent, and stops no other", async () => {
  const { queue, started, settle, answer, states } = makeQueue();
  queue.add(files("virus.exe", "a.md"));
  await settle();
  await answer("a.md", { type: "refused", why: "full" });
  expect(started).toEqual(["a.md"]);
  expect(states()).toEqual({
    "virus.exe": { type: "refused", why: "unsupported" },
    "a.md": { type: "refused", why: "full" },
  });
  queue.clear();
  await settle();
  expect(queue.read()).toEqual([]);
});

test("a broken connection is tried again by itself, later and later, then when a person says so", async () => {
  const { queue, started, answer, settle, states } = makeQueue();
  queue.add(files("a.md"));
  await settle();
  for (const [attempt, isGivenUp] of [false, false, false, false, true].entries()) {
    expect(started).toHaveLength(attempt + 1);
    await answer("a.md", { type: "lost" });
    expect(states()["a.md"]).toEqual({ type: "lost", isGivenUp });
    await vi.advanceTimersByTimeAsync(1000 * (attempt + 1));
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(5);
  queue.retry();
  await settle();
  await answer("a.md", done);
  expect(started).toHaveLength(6);
  expect(states()["a.md"]).toEqual(done);
});

test("a cancelled file leaves its place to the next, whatever still comes of it", async () => {
  const { queue, started, settle, states } = makeQueue();
  queue.add(files("a.md", "b.md", "c.md", "d.md"));
  await settle();
  queue.cancel(idOf(queue, "b.md"));
  await settle();
  expect(started).toEqual(["a.md", "b.md", "c.md", "d.md"]);
  expect(Object.keys(states())).toEqual(["a.md", "c.md", "d.md"]);
  queue.cancelAll();
  await settle();
  expect(queue.read()).toEqual([]);
});
