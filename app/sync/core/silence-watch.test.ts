import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SilenceWatch } from "./silence-watch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** After how many ms of silence a line counts as dead now, by steps of 50. */
const silenceOf = async (watch: SilenceWatch, dead: () => number, pingMs = 1_500) => {
  const before = dead();
  watch.start(pingMs);
  const since = performance.now();
  while (dead() === before) await vi.advanceTimersByTimeAsync(50);
  return performance.now() - since;
};

const makeWatch = () => {
  let deaths = 0;
  const watch = new SilenceWatch(() => {
    deaths += 1;
  });
  return { watch, dead: () => deaths };
};

test("[RT31] a line is dead after 2.75 s without anything, later each time up to 15 s, and as at first after a calm minute", async () => {
  const { watch, dead } = makeWatch();
  expect(await silenceOf(watch, dead)).toBe(2_750);
  expect(await silenceOf(watch, dead)).toBe(5_500);
  expect(await silenceOf(watch, dead)).toBe(11_000);
  expect(await silenceOf(watch, dead)).toBe(15_000);
  expect(await silenceOf(watch, dead)).toBe(15_000);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await silenceOf(watch, dead)).toBe(2_750);
});

test("[RT31] a server that pings rarely is given almost twice its interval", async () => {
  const { watch, dead } = makeWatch();
  expect(await silenceOf(watch, dead, 10_000)).toBe(19_750);
});

test("[RT31] whatever is heard keeps the line alive", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  for (let beats = 0; beats < 20; beats += 1) {
    await vi.advanceTimersByTimeAsync(2_700);
    watch.heard();
  }
  expect(dead()).toBe(0);
  await vi.advanceTimersByTimeAsync(2_800);
  expect(dead()).toBe(1);
});

test("[RT31] a page that slept hears what waits before it judges", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  // The timer is due after 2.75 s, and the page wakes up after 60.
  const slept = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
  await vi.advanceTimersByTimeAsync(2_750);
  slept.mockRestore();
  expect(dead()).toBe(0);
  watch.heard();
  await vi.advanceTimersByTimeAsync(2_700);
  expect(dead()).toBe(0);
});

test("a line that was closed is not judged", async () => {
  const { watch, dead } = makeWatch();
  watch.start(1_500);
  watch.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dead()).toBe(0);
});
