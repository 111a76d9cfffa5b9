import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeResync } from "./resync.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("[RT10] tells everybody within ten seconds, once for all reasons that come before", () => {
  const told: string[] = [];
  const socket = (name: string) => ({
    data: { tenantId: "acme" },
    emit: () => told.push(name),
  });
  const side = (...names: string[]) => ({
    sockets: new Map(names.map((name) => [name, socket(name)])),
  });
  const add = vi.fn<(tenantId: string, count: string) => void>();
  const resync = makeResync({ visitors: side("v1", "v2"), operators: side("o1") }, { add });
  resync();
  resync();
  vi.advanceTimersByTime(10_000);
  expect(told.toSorted()).toEqual(["o1", "v1", "v2"]);
  expect(add).toHaveBeenCalledTimes(3);
  resync();
  vi.advanceTimersByTime(10_000);
  expect(told).toHaveLength(6);
});
