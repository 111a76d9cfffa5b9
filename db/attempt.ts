import { unavailable } from "./errors.ts";
import { outageReason } from "./outage.ts";
import type { Pool } from "./pool.ts";
import type { Rank, Slots } from "./slots.ts";

/** How something runs on the database: through which line, into which pool, for how long. */
export type AttemptContext = {
  readonly pool: Pool;
  readonly slots: Slots;
  readonly deadlineMs: number;
  readonly rank: Rank;
};

/** What can be cut: a transaction, or a connection that is somebody's alone. */
type Connection = { abort(): void };

/**
 * Runs something on one connection. Past the deadline the caller gets DatabaseUnavailable and the
 * connection is cut, so that the server rolls back. Only when what commits had already been sent is the
 * outcome unknown; what comes later can never be committed behind the caller's back.
 */
export const attempt = async <T>(
  { slots, deadlineMs, rank }: AttemptContext,
  run: (attempt: Attempt) => Promise<T>,
): Promise<T> => {
  const endsAt = performance.now() + deadlineMs;
  const slot = await slots.take(deadlineMs, rank);
  const made = new Attempt(endsAt);
  // The slot is given back when the connection is free again, not when the caller gives up.
  const settled = run(made).finally(slot.release);
  try {
    return await Promise.race([settled, made.expiry()]);
  } catch (error) {
    const reason = outageReason(error);
    throw reason ? unavailable(reason, made.outcome, error) : error;
  } finally {
    made.stopClock();
  }
};

/** What runs, as its deadline sees it. */
export class Attempt {
  outcome: "none" | "unknown" = "none";
  /** What the deadline cuts. */
  connection: Connection | null = null;
  readonly #endsAt: number;
  #expired = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(endsAt: number) {
    this.#endsAt = endsAt;
  }

  /** Rejects at the deadline and cuts the connection. What becomes of the rest is no news then. */
  expiry(): Promise<never> {
    return new Promise((_, reject) => {
      this.#timer = setTimeout(() => {
        this.#expired = true;
        reject(unavailable("deadline", this.outcome));
        this.connection?.abort();
      }, this.remainingMs());
    });
  }

  /** Whether the deadline has cut the connection, which then ends by itself. */
  get wasCut(): boolean {
    return this.#expired && this.connection !== null;
  }

  stopClock(): void {
    clearTimeout(this.#timer);
  }

  remainingMs(): number {
    return Math.min(longestMs, Math.max(1, Math.ceil(this.#endsAt - performance.now())));
  }

  refuseWhenExpired(): void {
    if (this.#expired) throw unavailable("deadline", "none");
  }
}

/** The longest a timer, and PostgreSQL's statement_timeout, can be set to. */
const longestMs = 2 ** 31 - 1;
