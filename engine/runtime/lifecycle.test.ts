import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { makeLifecycle } from "./lifecycle.ts";
import { makeLogger } from "./log.ts";

const silent = makeLogger({ logLevel: "silent", logFormat: "json" }, { write: () => undefined });

/** A process that notes how it ended instead of ending. */
const makeProcess = () => {
  const emitter = new EventEmitter();
  const exits: number[] = [];
  const fake = Object.assign(emitter, { exit: (code: number) => void exits.push(code) });
  const exited = (count: number) => vi.waitFor(() => expect(exits).toHaveLength(count));
  return { fake: fake as unknown as NodeJS.Process, exits, exited };
};

test("the first signal stops every phase in order and exits 0", async () => {
  const { fake, exits, exited } = makeProcess();
  const lifecycle = makeLifecycle(silent, fake);
  const order: string[] = [];
  for (const phase of ["database", "gateway", "jobs", "http", "consumers"] as const) {
    lifecycle.onStop(phase, async () => order.push(phase));
  }
  expect(lifecycle.draining).toBe(false);
  fake.emit("SIGTERM", "SIGTERM");
  expect(lifecycle.draining).toBe(true);
  await exited(1);
  expect(order).toEqual(["gateway", "http", "consumers", "jobs", "database"]);
  expect(exits).toEqual([0]);
});

test("a step that fails does not keep the others from stopping", async () => {
  const { fake, exits, exited } = makeProcess();
  const lifecycle = makeLifecycle(silent, fake);
  let closed = false;
  lifecycle.onStop("gateway", () => Promise.reject(new Error("stuck")));
  lifecycle.onStop("database", async () => {
    closed = true;
  });
  fake.emit("SIGINT", "SIGINT");
  await exited(1);
  expect(closed).toBe(true);
  expect(exits).toEqual([0]);
});

test("a second signal exits 1 at once", () => {
  const { fake, exits } = makeProcess();
  const lifecycle = makeLifecycle(silent, fake);
  lifecycle.onStop("http", () => new Promise(() => {}));
  fake.emit("SIGTERM", "SIGTERM");
  fake.emit("SIGTERM", "SIGTERM");
  expect(exits).toEqual([1]);
});

test.each(["uncaughtException", "unhandledRejection"] as const)(
  "%s is logged and exits 1",
  (event) => {
    const { fake, exits } = makeProcess();
    const lines: string[] = [];
    const output = { write: (line: string) => lines.push(line) };
    makeLifecycle(makeLogger({ logLevel: "info", logFormat: "json" }, output), fake);
    (fake as unknown as EventEmitter).emit(event, new Error("broken"));
    expect(exits).toEqual([1]);
    expect(lines.join("")).toContain("broken");
  },
);
