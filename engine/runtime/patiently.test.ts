import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DatabaseUnavailable, unavailable } from "#db/errors.ts";
import { patiently } from "./patiently.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

const log = pino({ level: "silent" });

/** How often it was tried when each attempt takes so long and fails; null when it came through. */
const attemptsAt = async (reason: "deadline" | "connection", eachMs: number) => {
  let attempts = 0;
  const run = async () => {
    attempts += 1;
    vi.advanceTimersByTime(eachMs);
    if (attempts < 3) throw unavailable(reason, "none");
    return attempts;
  };
  return patiently(log, run);
};

test("a start waits for a database that is there and slow", async () => {
  expect(await attemptsAt("deadline", 6_000)).toBe(3);
});

test("a start gives up on a database that is not there", async () => {
  await expect(attemptsAt("connection", 6_000)).rejects.toBeInstanceOf(DatabaseUnavailable);
});
