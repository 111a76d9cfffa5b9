import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeRoomFrames } from "./room-frames.ts";

describe("frames of a room", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = (options?: { windowMs?: number; fullAt?: number }) => {
    const sent: string[] = [];
    const frames = makeRoomFrames<number>((room, items) => {
      sent.push(`${room}:${items.join(",")}`);
    }, options);
    return { frames, sent };
  };

  it("[RT8] sends the first at once and what follows closely in one frame", () => {
    const { frames, sent } = open();
    frames.push("a", [1]);
    frames.push("a", [2]);
    frames.push("b", [9]);
    frames.push("a", [3, 4]);
    expect(sent).toEqual(["a:1", "b:9"]);
    vi.advanceTimersByTime(15);
    expect(sent).toEqual(["a:1", "b:9", "a:2,3,4"]);
    vi.advanceTimersByTime(15);
    frames.push("a", [5]);
    expect(sent.at(-1)).toBe("a:5");
  });

  it("[RT8] lets a full frame leave early and keeps the order", () => {
    const { frames, sent } = open({ fullAt: 3 });
    for (const item of [1, 2, 3, 4, 5]) frames.push("a", [item]);
    vi.advanceTimersByTime(60);
    expect(sent).toEqual(["a:1", "a:2,3,4", "a:5"]);
  });

  it("sends what is left when it closes", () => {
    const { frames, sent } = open();
    frames.push("a", [1]);
    frames.push("a", [2]);
    frames.close();
    expect(sent).toEqual(["a:1", "a:2"]);
  });
});
