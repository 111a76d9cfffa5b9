import { unavailable } from "./errors.ts";

/** A place in the pool, given back exactly once. */
export type Slot = { release(): void };

/**
 * The waiting line in front of the pool: `concurrency` hold a slot, the others wait in order, and
 * above `cap` in all a newcomer is refused at once. postgres.js queues without limit and cannot take
 * a waiting query back; here one that waited too long leaves without ever having run.
 */
export type Slots = {
  take(deadlineMs: number): Promise<Slot>;
  readonly inFlight: number;
};

type Waiting = { grant(): void };

/** Makes a waiting line. */
export const makeSlots = (concurrency: number, cap: number): Slots => {
  let held = 0;
  const waiting = new Set<Waiting>();

  const grant = (): Slot => {
    held++;
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        held--;
        const [next] = waiting;
        if (next) next.grant();
      },
    };
  };

  return {
    get inFlight() {
      return held + waiting.size;
    },
    take: (deadlineMs) => {
      if (held < concurrency && waiting.size === 0) return Promise.resolve(grant());
      if (held + waiting.size >= cap) return Promise.reject(unavailable("overloaded", "none"));
      return new Promise((resolve, reject) => {
        const entry: Waiting = {
          grant: () => {
            clearTimeout(timer);
            waiting.delete(entry);
            resolve(grant());
          },
        };
        const timer = setTimeout(() => {
          waiting.delete(entry);
          reject(unavailable("deadline", "none"));
        }, deadlineMs);
        waiting.add(entry);
      });
    },
  };
};
