import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeArrivals } from "./arrivals.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

it("[RT22] counts who is under way, until they are in or gone", () => {
  const arrivals = makeArrivals();
  const [first, second] = [{}, {}];
  arrivals.begin(first);
  arrivals.begin(second);
  expect(arrivals.size).toBe(2);
  arrivals.end(first);
  arrivals.end(first);
  arrivals.end({});
  expect(arrivals.size).toBe(1);
});

it("[RT22] does not count who opens a connection and does nothing", () => {
  const arrivals = makeArrivals(1_000);
  arrivals.begin({});
  vi.advanceTimersByTime(600);
  arrivals.begin({});
  vi.advanceTimersByTime(600);
  expect(arrivals.size).toBe(1);
});
