import type { JobWithMetadata, PgBoss, SendOptions } from "pg-boss";
import type { Tx } from "#db/client.ts";
import { jobsSchema } from "#db/jobs-schema.ts";
import { bossDbWithin } from "./boss-db.ts";

/** How a queue treats its jobs. */
export type QueueSettings = {
  /** Attempts after the first one. */
  readonly retryLimit?: number;
  /** Pause before the first retry; doubled each time, with jitter, up to the longest. */
  readonly retryDelaySeconds?: number;
  readonly retryDelayMaxSeconds?: number;
  /** A handler that takes longer is aborted and its job retried. */
  readonly expireInSeconds?: number;
  /** `short` keeps at most one waiting job (per singletonKey), `singleton` runs one at a time. */
  readonly policy?: "standard" | "short" | "singleton" | "stately" | "exclusive";
};

/** How one job is sent. */
export type JobSettings = {
  /** At most one job with this key is queued where the queue's policy or `singletonSeconds` says so. */
  readonly singletonKey?: string;
  /** With `singletonKey`: at most one job in each stretch of so many seconds. */
  readonly singletonSeconds?: number;
  readonly startAfterSeconds?: number;
  readonly priority?: number;
};

/** A job as its handler sees it. `signal` aborts when the job expires or the program stops. */
export type RunningJob<T> = {
  readonly id: string;
  readonly data: T;
  readonly signal: AbortSignal;
  /** Attempts before this one. */
  readonly retryCount: number;
};

/** A queue of jobs with data `T`. */
export type JobQueue<T extends object> = {
  readonly name: string;
  /** Sends a job; null when a job with its singletonKey is already there. */
  send(data: T, settings?: JobSettings): Promise<string | null>;
  /** Sends a job inside the app's transaction: it exists when that commits, and never otherwise. */
  sendWithin(tx: Tx, data: T, settings?: JobSettings): Promise<string | null>;
  /** Handles jobs until the program stops. A handler may run twice for one job: make it idempotent. */
  work(handler: (job: RunningJob<T>) => Promise<void>, settings?: WorkSettings): Promise<void>;
  /** Jobs that failed for good and wait in the dead-letter queue, oldest first, at most 100. */
  deadLetters(): Promise<T[]>;
};

/** How a queue is worked on by this process. */
export type WorkSettings = {
  /** Handlers at the same time. */
  readonly concurrency?: number;
};

/** A job whose process died is noticed after so long, and tried again; pg-boss allows no less than 10. */
const heartbeatSeconds = 30;

/** New jobs wake a worker at once; retries and delayed jobs are found by looking. */
const pollSeconds = 5;

const deadLetterQuery = `
  select data from ${jobsSchema}.job where name = $1 and state = 'created' order by created_on limit 100`;

/** Makes a queue and its dead-letter queue when they are missing, and brings their settings up to date. */
export const openQueue = async <T extends object>(
  boss: PgBoss,
  name: string,
  settings: QueueSettings,
): Promise<JobQueue<T>> => {
  const deadLetter = `${name}.dead`;
  await makeQueue(boss, deadLetter, queueOptions({}));
  await makeQueue(
    boss,
    name,
    { ...queueOptions(settings), deadLetter, notify: true },
    settings.policy,
  );

  return {
    name,
    send: (data, job = {}) => boss.send(name, data, sendOptions(job)),
    sendWithin: (tx, data, job = {}) =>
      boss.send(name, data, { ...sendOptions(job), db: bossDbWithin(tx) }),
    work: async (handler, { concurrency = 1 } = {}) => {
      for (let n = 0; n < concurrency; n++) await startWorker(boss, name, handler);
    },
    deadLetters: async () => {
      const { rows } = await boss.getDb().executeSql(deadLetterQuery, [deadLetter]);
      return rows.map((row: { data: T }) => row.data);
    },
  };
};

/** One worker, which does one job at a time for as long as there is one. */
const startWorker = async <T extends object>(
  boss: PgBoss,
  name: string,
  handler: (job: RunningJob<T>) => Promise<void>,
): Promise<void> => {
  const options = { includeMetadata: true, notifyPollingIntervalSeconds: pollSeconds } as const;
  let workerId: string | null = null;
  workerId = await boss.work(name, options, async (jobs: JobWithMetadata<T>[]) => {
    // A worker is woken once, however many jobs arrive: it has to look again after each.
    if (workerId !== null) boss.notifyWorker(workerId);
    for (const job of jobs) await handler(job);
  });
};

const nobody = "00000000-0000-0000-0000-000000000000";

type BossQueue = NonNullable<Parameters<PgBoss["createQueue"]>[1]>;

const makeQueue = async (
  boss: PgBoss,
  name: string,
  options: BossQueue,
  policy: QueueSettings["policy"] = "standard",
): Promise<void> => {
  await boss.createQueue(name, { ...options, policy });
  await boss.updateQueue(name, options);
  // Fills pg-boss's cache. A first look from inside a transaction would wait, on the embedded
  // engine, for the very transaction it stands in.
  await boss.findJobs(name, { id: nobody });
};

const queueOptions = (settings: QueueSettings): BossQueue => ({
  retryLimit: settings.retryLimit ?? 5,
  retryDelay: settings.retryDelaySeconds ?? 1,
  retryDelayMax: settings.retryDelayMaxSeconds ?? 300,
  retryBackoff: true,
  expireInSeconds: settings.expireInSeconds ?? 900,
  heartbeatSeconds,
});

const sendOptions = (settings: JobSettings): SendOptions => ({
  ...(settings.singletonKey === undefined ? {} : { singletonKey: settings.singletonKey }),
  ...(settings.singletonSeconds === undefined
    ? {}
    : { singletonSeconds: settings.singletonSeconds }),
  ...(settings.startAfterSeconds === undefined ? {} : { startAfter: settings.startAfterSeconds }),
  ...(settings.priority === undefined ? {} : { priority: settings.priority }),
});
