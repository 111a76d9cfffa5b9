import { expect, test } from "vitest";
import { makeFailureThrottle } from "./failure-throttle.ts";

const make = () => makeFailureThrottle({ limit: 2, windowMs: 1000, maxKeys: 3 });

test("a key waits for the rest of the window after its failures", () => {
  const throttle = make();
  throttle.fail("a", 0);
  expect(throttle.waitMs("a", 100)).toBe(0);
  throttle.fail("a", 100);
  expect(throttle.waitMs("a", 400)).toBe(600);
  expect(throttle.waitMs("b", 400)).toBe(0);
  expect(throttle.waitMs("a", 1000)).toBe(0);
});

test("a success forgets", () => {
  const throttle = make();
  throttle.fail("a", 0);
  throttle.fail("a", 0);
  throttle.forget("a");
  expect(throttle.waitMs("a", 1)).toBe(0);
});

test("remembers a limited number of keys, the newest", () => {
  const throttle = make();
  for (let key = 0; key < 1000; key += 1) throttle.fail(String(key), key);
  expect(throttle.size).toBe(3);
});
