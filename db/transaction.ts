import { attempt, type Attempt, type AttemptContext } from "./attempt.ts";
import type { Tx } from "./tx.ts";

/** Sends a transaction's settings ahead of the first statement, without waiting for them. */
export type SetUp = (tx: Tx, remainingMs: number) => void;

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

/** Runs `work` in one transaction. */
export const runTransaction = <T>(
  context: AttemptContext,
  setUp: SetUp,
  work: (tx: Tx) => Promise<T | Sealed<T>>,
): Promise<T> =>
  attempt(context, async (made) => {
    const { value } = await context.pool.begin(async (tx) => {
      made.refuseWhenExpired();
      made.connection = tx;
      setUp(tx, made.remainingMs());
      const result = await work(tx);
      made.refuseWhenExpired();
      // From here on COMMIT is on its way.
      made.outcome = "unknown";
      return { value: result };
    });
    return value instanceof Sealed ? answerOf(value, made) : value;
  });

/** A last statement that fails makes the server roll back instead of committing. */
const answerOf = async <T>({ last }: Sealed<T>, made: Attempt): Promise<T> => {
  try {
    return await last;
  } catch (error) {
    made.outcome = "none";
    throw error;
  }
};
