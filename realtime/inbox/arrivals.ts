/** Connections that were let in and are not in a namespace yet. */
export type Arrivals = {
  /** A connection is open. */
  begin(connection: object): void;
  /** It is in, or gone. Of one that never began it says nothing. */
  end(connection: object): void;
  /** How many are under way; those that take longer than their clients wait do not count. */
  readonly size: number;
};

/** Counts arrivals. Whoever opens connections and then does nothing holds nobody up for long. */
export const makeArrivals = (longestMs = 2_000): Arrivals => {
  /** In the order they began. */
  const sinceMs = new Map<object, number>();
  return {
    begin: (connection) => void sinceMs.set(connection, performance.now()),
    end: (connection) => void sinceMs.delete(connection),
    get size() {
      const tooOldMs = performance.now() - longestMs;
      for (const [connection, ms] of sinceMs) {
        if (ms > tooOldMs) break;
        sinceMs.delete(connection);
      }
      return sinceMs.size;
    },
  };
};
