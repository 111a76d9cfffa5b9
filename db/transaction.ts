import { unavailable } from "./errors.ts";
import { outageReason } from "./outage.ts";
import type { Pool } from "./pool.ts";
import type { Rank, Slots } from "./slots.ts";
import type { Tx } from "./tx.ts";

/** How a transaction runs: through which line, into which pool, for how long. */
export type TransactionContext = {
  readonly pool: Pool;
  readonly slots: Slots;
  readonly deadlineMs: number;
  readonly rank: Rank;
  /** Sends the transaction's settings ahead of the first statement, without waiting for them. */
  readonly setUp: (tx: Tx, remainingMs: number) => void;
};

/**
 * What `work` answers to have COMMIT follow its last statement at once, a way to the server saved. Make it
 * of a statement that is on its way already.
 */
export class Sealed<T> {
  readonly last: Promise<T>;

  constructor(last: Promise<T>) {
    this.last = last;
    // Whoever waits for the transaction is told by its end; until then nobody listens.
    last.catch(() => {});
  }
}

/**
 * Runs `work` in one transaction. Past the deadline the caller gets DatabaseUnavailable and the
 * connection is cut, so that the server rolls back. Only when COMMIT had already been sent is the
 * outcome unknown; what comes later can never be committed behind the caller's back.
 */
export const runTransaction = async <T>(
  context: TransactionContext,
  work: (tx: Tx) => Promise<T | Sealed<T>>,
): Promise<T> => {
  const endsAt = performance.now() + context.deadlineMs;
  const slot = await context.slots.take(context.deadlineMs, context.rank);
  const attempt = new Attempt<T>(context, work, endsAt);
  // The slot is given back when the connection is free again, not when the caller gives up.
  const settled = attempt.run().finally(slot.release);
  try {
    return await Promise.race([settled, attempt.expiry()]);
  } catch (error) {
    const reason = outageReason(error);
    throw reason ? unavailable(reason, attempt.outcome, error) : error;
  } finally {
    attempt.stopClock();
  }
};

class Attempt<T> {
  outcome: "none" | "unknown" = "none";
  readonly #context: TransactionContext;
  readonly #work: (tx: Tx) => Promise<T | Sealed<T>>;
  readonly #endsAt: number;
  #tx: Tx | null = null;
  #expired = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    context: TransactionContext,
    work: (tx: Tx) => Promise<T | Sealed<T>>,
    endsAt: number,
  ) {
    this.#context = context;
    this.#work = work;
    this.#endsAt = endsAt;
  }

  async run(): Promise<T> {
    const { value } = await this.#context.pool.begin(async (tx) => {
      this.#refuseWhenExpired();
      this.#tx = tx;
      this.#context.setUp(tx, this.#remainingMs());
      const result = await this.#work(tx);
      this.#refuseWhenExpired();
      // From here on COMMIT is on its way.
      this.outcome = "unknown";
      return { value: result };
    });
    return value instanceof Sealed ? this.#answerOf(value) : value;
  }

  /** A last statement that fails makes the server roll back instead of committing. */
  async #answerOf({ last }: Sealed<T>): Promise<T> {
    try {
      return await last;
    } catch (error) {
      this.outcome = "none";
      throw error;
    }
  }

  /** Rejects at the deadline and cuts the connection. What becomes of the rest is no news then. */
  expiry(): Promise<never> {
    return new Promise((_, reject) => {
      this.#timer = setTimeout(() => {
        this.#expired = true;
        reject(unavailable("deadline", this.outcome));
        this.#tx?.abort();
      }, this.#remainingMs());
    });
  }

  stopClock(): void {
    clearTimeout(this.#timer);
  }

  #remainingMs(): number {
    return Math.min(longestMs, Math.max(1, Math.ceil(this.#endsAt - performance.now())));
  }

  #refuseWhenExpired(): void {
    if (this.#expired) throw unavailable("deadline", "none");
  }
}

/** The longest a timer, and PostgreSQL's statement_timeout, can be set to. */
const longestMs = 2 ** 31 - 1;
