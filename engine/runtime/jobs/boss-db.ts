import type { Db as BossDb } from "pg-boss";
import postgres from "postgres";
import type { Tx } from "#db/client.ts";
import { listen } from "#db/listen.ts";
import { address, connectionSettings, type Endpoint, type Pool } from "#db/pool.ts";
import { assertPostgresPatched } from "#db/postgres-patch.ts";

/** How long one statement of the queue may take before it is cancelled. */
const statementMs = 60_000;

/** A pool as xin_jobs. pg-boss hands its JSON over as text, so strings pass through unchanged. */
export const openJobsPool = (endpoint: Endpoint, max: number): Pool => {
  assertPostgresPatched();
  return postgres({
    ...address(endpoint),
    ...connectionSettings({
      max,
      applicationName: "xin-jobs",
      prepare: true,
      connectTimeoutMs: 5000,
    }),
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: Number },
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
        parse: (text: string): unknown => JSON.parse(text),
      },
    },
  });
};

/** The pool as pg-boss wants its database. */
export const bossDb = (pool: Pool): BossDb => ({
  executeSql: (text, values = []) =>
    /^\s*begin\b/i.test(text) ? inOneSession(pool, text) : run(pool, text, values),
  listen: (channel, onNotification, onReconnect) =>
    listen(pool, channel, onNotification, onReconnect),
});

/** A transaction of the app as pg-boss wants its database: a job sent through it commits with it. */
export const bossDbWithin = (tx: Tx): BossDb => ({
  executeSql: async (text, values = []) => answer(await tx.unsafe(text, plain(values))),
});

/** Texts with their own BEGIN and COMMIT need one connection to themselves. */
const inOneSession = async (pool: Pool, text: string) => {
  const session = await pool.reserve();
  try {
    return answer(await session.unsafe(text));
  } catch (error) {
    await session.unsafe("rollback").catch(() => {
      // The connection is gone, and the transaction with it.
    });
    throw error;
  } finally {
    session.release();
  }
};

const run = async (pool: Pool, text: string, values: unknown[]) => {
  const query = pool.unsafe(text, plain(values), { prepare: values.length > 0 });
  const timer = setTimeout(() => query.cancel(), statementMs);
  try {
    return answer(await query);
  } finally {
    clearTimeout(timer);
  }
};

type Value = string | number | boolean | null | string[];

/** pg-boss passes text, numbers, booleans, dates, and lists of ids. */
const plain = (values: unknown[]): Value[] =>
  values.map((value) => (value instanceof Date ? value.toISOString() : (value as Value)));

/** Several statements answer one result each; pg-boss wants all rows in a row. */
const answer = (result: postgres.Row[] & { count?: number | null }) => ({
  rows: Array.isArray(result[0]) ? result.flat() : [...result],
  rowCount: result.count ?? 0,
});
