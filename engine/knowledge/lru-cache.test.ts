import { expect, it } from "vitest";
import { LruCache } from "./lru-cache.ts";

it("drops what was not used for longest when it costs too much", () => {
  const cache = new LruCache<string, number>(10);
  cache.set("a", 1, 4);
  cache.set("b", 2, 4);
  cache.get("a");
  cache.set("c", 3, 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
});

it("counts the cost of a replaced entry once, and keeps nothing above the limit", () => {
  const cache = new LruCache<string, number>(10);
  for (let n = 0; n < 100; n += 1) cache.set("a", n, 6);
  cache.set("b", 1, 4);
  expect([cache.get("a"), cache.get("b")]).toEqual([99, 1]);
  cache.set("c", 2, 11);
  expect([cache.get("c"), cache.size]).toEqual([undefined, 2]);
});
