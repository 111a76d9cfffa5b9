import type { Rate } from "./gateway-deps.ts";

/** How full a bucket is, and when that was so. */
export type Bucket = { tokens: number; atMs: number };

/** A full bucket. */
export const fullBucket = (rate: Rate, nowMs: number): Bucket => ({
  tokens: rate.burst,
  atMs: nowMs,
});

/** Takes `cost` tokens. 0 when they were there, else how many milliseconds until they will be. */
export const take = (bucket: Bucket, rate: Rate, nowMs: number, cost = 1): number => {
  const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * rate.perSecond;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
  bucket.atMs = nowMs;
  if (bucket.tokens >= cost) {
    bucket.tokens -= cost;
    return 0;
  }
  return Math.ceil(((cost - bucket.tokens) / rate.perSecond) * 1000);
};

/** Buckets by key, of which only the `capacity` most recently used are kept. */
export type Buckets = { take(key: string, nowMs: number, cost?: number): number };

/** Makes buckets of one rate. A key that was forgotten starts full again. */
export const makeBuckets = (rate: Rate, capacity = 10_000): Buckets => {
  const buckets = new Map<string, Bucket>();
  let latest: Bucket | undefined;
  return {
    take: (key, nowMs, cost) => {
      const bucket = buckets.get(key) ?? fullBucket(rate, nowMs);
      if (bucket !== latest) {
        // Set again, so that the first key of the map is the one unused for longest.
        buckets.delete(key);
        buckets.set(key, bucket);
        if (buckets.size > capacity) buckets.delete(buckets.keys().next().value ?? key);
        latest = bucket;
      }
      return take(bucket, rate, nowMs, cost);
    },
  };
};
