import { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { grantJobs, jobsSchema } from "#db/jobs-schema.ts";
import type { Endpoint } from "#db/pool.ts";
import { bossDb, openJobsPool } from "./boss-db.ts";
import { type JobQueue, openQueue, type QueueSettings } from "./job-queue.ts";

/** The job queue: for work that waits, retries or takes long. Never one job per message. */
export type Jobs = {
  /** pg-boss itself, for schedules and look-ups. */
  readonly boss: PgBoss;
  /** Makes the queue (and its dead-letter queue) when it is missing, and answers it. */
  queue<T extends object>(name: string, settings?: QueueSettings): Promise<JobQueue<T>>;
  /** Lets running handlers finish, up to twenty seconds, and closes the connections. */
  stop(): Promise<void>;
};

/** Settings of the queue's connection. */
export type JobsOptions = {
  readonly engine: Db["engine"];
  /** Told what fails in the background: an outage while polling, a broken maintenance step. */
  readonly onError: (error: Error) => void;
  readonly connections?: number;
};

/** How often jobs whose process died are looked for. */
const lookAfterSeconds = 30;

const stopMs = 20_000;

/**
 * Starts the job queue as xin_jobs. Its schema comes from `migrate` (PostgreSQL) or from the
 * template (embedded); a newer pg-boss brings its tables up to date here.
 */
export const openJobs = async (endpoint: Endpoint, options: JobsOptions): Promise<Jobs> => {
  const pool = openJobsPool(endpoint, options.connections ?? 4);
  const embedded = options.engine === "embedded";
  const boss = new PgBoss({
    db: bossDb(pool),
    schema: jobsSchema,
    backend: embedded ? "pglite" : "postgres",
    createSchema: false,
    useListenNotify: true,
    superviseIntervalSeconds: lookAfterSeconds,
    monitorIntervalSeconds: lookAfterSeconds,
    // The embedded engine has its own maintenance.
    reindex: !embedded,
    monitorVacuum: !embedded,
  });
  boss.on("error", (failure) => options.onError(asError(failure)));
  try {
    await boss.start();
    await grantJobs(pool);
  } catch (error) {
    await pool.end({ timeout: 1 });
    throw error;
  }
  return {
    boss,
    queue: (name, settings = {}) => openQueue(boss, name, settings),
    stop: async () => {
      await boss.stop({ graceful: true, timeout: stopMs });
      await pool.end({ timeout: 5 });
    },
  };
};

/** pg-boss tells failures of its workers as plain copies, which a log would print as [object Object]. */
const asError = (failure: Error): Error => {
  if (failure instanceof Error) return failure;
  const { message, ...rest }: Error = failure;
  return Object.assign(new Error(message), rest);
};
