import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Db } from "#db/client.ts";
import { makeChannelCache } from "./channel-cache.ts";

const key = "w_0123456789ab";

/** A database that answers every look-up with these rows, and counts. */
const countingDb = (answer: () => Promise<unknown[]>) => {
  const lookup = vi.fn<() => Promise<unknown[]>>(answer);
  return { db: { lookup } as unknown as Db, lookup };
};

const row = { tenantId: "t", channelId: "c", tenantSlug: "s", name: "Shop", settings: {} };

describe("channels by key", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("[RT22] asks the database once for many widgets, and again after a while", async () => {
    const { db, lookup } = countingDb(async () => [row]);
    const cache = makeChannelCache(db, { keptMs: 5_000 });
    const found = await Promise.all(Array.from({ length: 100 }, () => cache.find(key)));
    expect(found.every((channel) => channel?.name === "Shop")).toBe(true);
    expect(lookup).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5_001);
    await cache.find(key);
    expect(lookup).toHaveBeenCalledTimes(2);
  });

  it("[RT22] remembers that a key does not exist, and only so many of them", async () => {
    const { db, lookup } = countingDb(async () => []);
    const cache = makeChannelCache(db, { capacity: 2 });
    for (const name of ["w_aaaaaaaa", "w_bbbbbbbb", "w_aaaaaaaa"]) {
      expect(await cache.find(name)).toBeNull();
    }
    expect(lookup).toHaveBeenCalledTimes(2);
    await cache.find("w_cccccccc");
    await cache.find("w_aaaaaaaa");
    expect(lookup).toHaveBeenCalledTimes(4);
  });

  it("does not remember a failure", async () => {
    let isAway = true;
    const { db } = countingDb(async () => {
      if (isAway) throw new Error("the database is away");
      return [row];
    });
    const cache = makeChannelCache(db);
    await expect(cache.find(key)).rejects.toThrow("away");
    isAway = false;
    expect(await cache.find(key)).toMatchObject({ name: "Shop" });
  });
});
