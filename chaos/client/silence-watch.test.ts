import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeSilenceWatch } from "./silence-watch.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

const linkOf = (watch: ReturnType<typeof makeSilenceWatch>) => {
  const onSilent = vi.fn<() => void>();
  watch.begin(onSilent);
  return onSilent;
};

test("[RT31] a link on which nothing is heard for 2.75 s is dead, one with pings is not", () => {
  const watch = makeSilenceWatch();
  const silent = linkOf(watch);
  for (let second = 0; second < 10; second += 1) {
    vi.advanceTimersByTime(1_500);
    watch.heard();
  }
  expect(silent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_740);
  expect(silent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(silent).toHaveBeenCalledOnce();
});

test("[RT31] patience doubles up to 15 s, and is as at first after a minute of calm", () => {
  const watch = makeSilenceWatch();
  for (const patienceMs of [2_750, 5_500, 11_000, 15_000, 15_000]) {
    const silent = linkOf(watch);
    vi.advanceTimersByTime(patienceMs - 10);
    expect(silent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20);
    expect(silent).toHaveBeenCalledOnce();
  }
  const calm = linkOf(watch);
  for (let second = 0; second < 61; second += 1) {
    vi.advanceTimersByTime(1_000);
    watch.heard();
  }
  vi.advanceTimersByTime(15_100);
  expect(calm).toHaveBeenCalledOnce();
  const again = linkOf(watch);
  vi.advanceTimersByTime(5_600);
  expect(again).toHaveBeenCalledOnce();
});

test("a link that is gone says nothing any more", () => {
  const watch = makeSilenceWatch();
  const silent = linkOf(watch);
  watch.end();
  vi.advanceTimersByTime(60_000);
  expect(silent).not.toHaveBeenCalled();
});
