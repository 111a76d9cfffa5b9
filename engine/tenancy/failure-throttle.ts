/** Counts failures by key within a window and says how long a key has to wait. */
export type FailureThrottle = {
  /** Milliseconds this key must wait; 0 when it may try. */
  waitMs(key: string, nowMs: number): number;
  /** Notes a failure. */
  fail(key: string, nowMs: number): void;
  /** Forgets a key, after a success. */
  forget(key: string): void;
  /** Keys remembered, never more than `maxKeys`. */
  readonly size: number;
};

/**
 * Refuses a key that failed `limit` times within `windowMs`, until the window is over. It remembers
 * at most `maxKeys`; above that the key that began longest ago is forgotten.
 */
export const makeFailureThrottle = (options: {
  readonly limit: number;
  readonly windowMs: number;
  readonly maxKeys: number;
}): FailureThrottle => {
  const failures = new Map<string, { count: number; endsMs: number }>();
  const current = (key: string, nowMs: number) => {
    const entry = failures.get(key);
    if (entry !== undefined && entry.endsMs > nowMs) return entry;
    failures.delete(key);
    return undefined;
  };
  return {
    waitMs: (key, nowMs) => {
      const entry = current(key, nowMs);
      return entry !== undefined && entry.count >= options.limit ? entry.endsMs - nowMs : 0;
    },
    fail: (key, nowMs) => {
      const entry = current(key, nowMs);
      if (entry !== undefined) {
        entry.count += 1;
        return;
      }
      const [oldest] = failures.keys();
      if (oldest !== undefined && failures.size >= options.maxKeys) failures.delete(oldest);
      failures.set(key, { count: 1, endsMs: nowMs + options.windowMs });
    },
    forget: (key) => void failures.delete(key),
    get size() {
      return failures.size;
    },
  };
};
