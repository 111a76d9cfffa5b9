import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeEntrance } from "./entrance.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const attempt = () => ({
  socket: {
    destroyed: false,
    readableEnded: false,
    destroy() {
      this.destroyed = true;
    },
  },
});

/** Lets so many knock, and notes the answers in order. */
const knock = (entrance: ReturnType<typeof makeEntrance>, many: number) => {
  const answers: string[] = [];
  const attempts = Array.from({ length: many }, attempt);
  for (const one of attempts) entrance.enter(one, (answer) => answers.push(answer));
  return { answers, attempts };
};

it("[RT22] lets a few in at once, and the others in turns of ten milliseconds", () => {
  const entrance = makeEntrance({ share: () => 1, perSecond: 500 });
  const { answers } = knock(entrance, 12);
  expect(answers).toHaveLength(5);
  vi.advanceTimersByTime(10);
  expect(answers).toHaveLength(10);
  vi.advanceTimersByTime(10);
  expect(answers).toEqual(Array(12).fill("welcome"));
});

it("[RT22] lets nobody in while the node is busy, and tells who has waited too long to come again", () => {
  let busy = true;
  const entrance = makeEntrance({
    share: () => (busy ? 0 : 1),
    perSecond: 500,
    longestWaitMs: 100,
  });
  const early = knock(entrance, 6);
  vi.advanceTimersByTime(90);
  expect(early.answers).toHaveLength(5);
  const late = knock(entrance, 1);
  vi.advanceTimersByTime(30);
  expect(early.answers[5]).toBe("busy");
  expect(late.answers).toEqual([]);
  busy = false;
  vi.advanceTimersByTime(10);
  expect(late.answers).toEqual(["welcome"]);
});

it("[RT22] lets a share of them in while many are still arriving", () => {
  const entrance = makeEntrance({ share: () => 0.1, perSecond: 500 });
  const { answers } = knock(entrance, 12);
  expect(answers).toHaveLength(5);
  vi.advanceTimersByTime(60);
  expect(answers).toHaveLength(5 + 3);
  entrance.close();
});

it("[RT22] keeps a bounded queue, without those who have gone", () => {
  const entrance = makeEntrance({ share: () => 1, perSecond: 500, mostWaiting: 2 });
  const { answers, attempts } = knock(entrance, 8);
  expect(answers).toEqual([...Array(5).fill("welcome"), "busy"]);
  for (const one of attempts.slice(5, 6)) one.socket.readableEnded = true;
  vi.advanceTimersByTime(10);
  expect(answers.filter((answer) => answer === "welcome")).toHaveLength(6);
  expect(attempts.map(({ socket }) => socket.destroyed).indexOf(true)).toBe(5);
  knock(entrance, 7);
  entrance.close();
});

it("[RT22] makes up for a turn that comes late, at a quarter of the pace", () => {
  const entrance = makeEntrance({ share: () => 1, perSecond: 500, lateMs: 50 });
  const { answers } = knock(entrance, 100);
  const late = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 110);
  vi.advanceTimersByTime(10);
  expect(answers).toHaveLength(5 + 13);
  late.mockRestore();
  entrance.close();
});
