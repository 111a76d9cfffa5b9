import { expect, test } from "vitest";
import { messages as en } from "../messages/en.ts";
import { messages as zh } from "../messages/zh.ts";
import { clockTime, dayName } from "./moment.ts";

const now = new Date(2026, 10, 3, 9, 0);
const at = (...date: [number, number, number, number, number]) => new Date(...date).toISOString();

test("times have 24 hours", () => {
  expect(clockTime(at(2026, 10, 3, 14, 8), en)).toBe("14:08");
  expect(clockTime(at(2026, 10, 3, 0, 5), zh)).toBe("00:05");
});

test("days are named by how far they are away", () => {
  expect(dayName(at(2026, 10, 3, 0, 1), en, now)).toBe("Today");
  expect(dayName(at(2026, 10, 2, 23, 59), zh, now)).toBe("昨天");
  expect(dayName(at(2026, 9, 21, 12, 0), en, now)).toBe("21 October");
  expect(dayName(at(2025, 8, 12, 12, 0), en, now)).toBe("12 September 2025");
  expect(dayName(at(2025, 8, 12, 12, 0), zh, now)).toBe("2025年9月12日");
});

test("a clock that is ahead says today", () => {
  expect(dayName(at(2026, 10, 4, 1, 0), en, now)).toBe("Today");
});
