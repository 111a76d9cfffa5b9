import type postgres from "postgres";
import { attempt, type AttemptContext } from "./attempt.ts";

/** What a single statement is written with. */
export type StatementSql = postgres.ISql<{ bigint: number }>;

/** A statement that has been written and not been sent. */
export type Statement<Row extends object> = postgres.PendingQuery<Row[]>;

/**
 * Runs a statement on a connection of its own and without BEGIN and COMMIT: what it does is committed when it
 * answers, and only then.
 */
export const runStatement = <Row extends object>(
  context: AttemptContext,
  write: (sql: StatementSql) => Statement<Row>,
): Promise<readonly Row[]> =>
  attempt(context, async (made) => {
    const session = await context.pool.reserve();
    try {
      made.refuseWhenExpired();
      const statement = write(session);
      // postgres.js's own way of telling which connection a statement was sent on; BEGIN uses it.
      (statement as unknown as Sent).options.onexecute = (connection) => {
        made.connection = connection;
        made.outcome = "unknown";
        return true;
      };
      return await statement;
    } finally {
      if (!made.wasCut) session.release();
    }
  });

type Sent = { options: { onexecute?: (connection: { abort(): void }) => boolean } };
