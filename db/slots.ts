import { unavailable } from "./errors.ts";

/** A place in the pool, given back exactly once. */
export type Slot = { release(): void };

/**
 * Where in the line: `first` is what somebody waits for, in the order in which it came. `behind` are those who
 * step aside for it: one of them runs at a time, when nobody else runs or waits, or when it has stepped aside
 * for `patienceMs`.
 */
export type Rank = "first" | "behind";

/** Long enough for the acknowledgements of a burst, short enough that nobody reading an answer notices. */
export const patienceMs = 50;

/**
 * The waiting line in front of the pool: `concurrency` hold a slot, the others wait, and above `cap`
 * in all a newcomer is refused at once. postgres.js queues without limit and cannot take
 * a waiting query back; here one that waited too long leaves without ever having run.
 */
export type Slots = {
  take(deadlineMs: number, rank?: Rank): Promise<Slot>;
  readonly inFlight: number;
};

type Waiting = { grant(): void; isPatient: boolean };

/** Makes a waiting line. */
export const makeSlots = (concurrency: number, cap: number): Slots => {
  let held = 0;
  let isBehindHeld = false;
  const lines = { first: new Set<Waiting>(), behind: new Set<Waiting>() };
  const waiting = () => lines.first.size + lines.behind.size;

  const grant = (rank: Rank): Slot => {
    held++;
    if (rank === "behind") isBehindHeld = true;
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        held--;
        if (rank === "behind") isBehindHeld = false;
        next()?.grant();
      },
    };
  };

  /** Who may go now, if somebody may. */
  const next = (): Waiting | null => {
    if (held >= concurrency) return null;
    const [first = null] = lines.first;
    const [behind = null] = isBehindHeld ? [] : lines.behind;
    if (behind !== null && !behind.isPatient) return behind;
    return first ?? (held === 0 ? behind : null);
  };

  const wait = (deadlineMs: number, rank: Rank): Promise<Slot> =>
    new Promise((resolve, reject) => {
      const line = lines[rank];
      const leave = () => {
        clearTimeout(deadline);
        clearTimeout(patience);
        line.delete(entry);
      };
      const entry: Waiting = {
        isPatient: true,
        grant: () => {
          leave();
          resolve(grant(rank));
        },
      };
      const deadline = setTimeout(() => {
        leave();
        reject(unavailable("deadline", "none"));
      }, deadlineMs);
      const endPatience = () => {
        entry.isPatient = false;
        next()?.grant();
      };
      const patience = rank === "behind" ? setTimeout(endPatience, patienceMs) : undefined;
      line.add(entry);
    });

  return {
    get inFlight() {
      return held + waiting();
    },
    take: (deadlineMs, rank = "first") => {
      const isFree = rank === "first" ? held < concurrency : held === 0;
      if (isFree && waiting() === 0) return Promise.resolve(grant(rank));
      if (held + waiting() >= cap) return Promise.reject(unavailable("overloaded", "none"));
      const given = wait(deadlineMs, rank);
      next()?.grant();
      return given;
    },
  };
};
