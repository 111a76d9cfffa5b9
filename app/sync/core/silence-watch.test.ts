import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SilenceWatch } from "./silence-watch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** After how many ms of silence a line counts as dead now. */
const silenceOf = async (watch: SilenceWatch, dead: () => number, pingMs = 1_500) => {
  const before = dead();
  watch.start(pingMs);
  const since = performance.now();
  while (dead() === before) await vi.advanceTimersByTimeAsync(100);
  return performance.now() - since;
};

const makeWatch = () => {
  let deaths = 0;
  const watch = new SilenceWatch(() => {
    deaths += 1;
  });
  return { watch, dead: () => deaths };
};

test("[RT31] a line is dead after 3 s without anything, later each time up to 15 s, and 3 s again after a calm minute", async () => {
  const { watch, dead } = makeWatch();
  expect(await silenceOf(watch, dead)).toBe(3_000);
  expect(await silenceOf(watch, dead)).toBe(6_000);
  expect(await silenceOf(watch, dead)).toBe(12_000);
  expect(await silenceOf(watch, dead)).toBe(15_000);
  expect(await silenceOf(watch, dead)).toBe(15_000);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await silenceOf(watch, dead)).toBe(3_000);
});

test("[RT31] a server that pings rarely is given twice its interval", async () => {
  const { watch, dead } = makeWatch();
  expect(await silenceOf(watch, dead, 10_000)).toBe(20_000);
});

test("[RT31] whatever is heard keeps the line alive", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  for (let beats = 0; beats < 20; beats += 1) {
    await vi.advanceTimersByTimeAsync(2_900);
    watch.heard();
  }
  expect(dead()).toBe(0);
  await vi.advanceTimersByTimeAsync(3_100);
  expect(dead()).toBe(1);
});

test("[RT31] a page that slept hears what waits before it judges", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  // The timer is due after 3 s, and the page wakes up after 60.
  const slept = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  await vi.advanceTimersByTimeAsync(3_000);
  slept.mockRestore();
  expect(dead()).toBe(0);
  watch.heard();
  await vi.advanceTimersByTimeAsync(2_900);
  expect(dead()).toBe(0);
});

test("a line that was closed is not judged", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  watch.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dead()).toBe(0);
});
