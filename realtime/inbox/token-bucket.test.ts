import { describe, expect, it } from "vitest";
import { fullBucket, makeBuckets, take } from "./token-bucket.ts";

const rate = { burst: 3, perSecond: 10 };

describe("a token bucket", () => {
  it("[RT22] grants the burst, then says how long to wait", () => {
    const bucket = fullBucket(rate, 0);
    expect([take(bucket, rate, 0), take(bucket, rate, 0), take(bucket, rate, 0)]).toEqual([
      0, 0, 0,
    ]);
    expect(take(bucket, rate, 0)).toBe(100);
    expect(take(bucket, rate, 60)).toBe(40);
    expect(take(bucket, rate, 100)).toBe(0);
  });

  it("never holds more than the burst, and a clock that goes back gives nothing", () => {
    const bucket = fullBucket(rate, 1_000_000);
    expect(take(bucket, rate, 5_000_000, 3)).toBe(0);
    expect(take(bucket, rate, 0)).toBe(100);
  });

  it("keeps keys apart and forgets the one unused for longest", () => {
    const buckets = makeBuckets({ burst: 1, perSecond: 1 }, 2);
    expect(buckets.take("a", 0)).toBe(0);
    expect(buckets.take("b", 0)).toBe(0);
    expect(buckets.take("a", 0)).toBe(1000);
    expect(buckets.take("c", 0)).toBe(0);
    expect(buckets.take("a", 0)).toBe(1000);
    expect(buckets.take("b", 0)).toBe(0);
  });
});
