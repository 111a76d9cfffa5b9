import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { describeError } from "../log.ts";
import { type Jobs, openJobs } from "./jobs.ts";

describeEngines("jobs through an outage", (open) => {
  let database: TestDb;
  let jobs: Jobs;
  const failures: unknown[] = [];

  beforeAll(async () => {
    database = await open();
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.db.engine,
      onError: (error) => void failures.push(error),
    });
  });
  afterAll(async () => {
    await jobs?.stop();
    await database?.close();
  });

  /** Takes the database away from the queue for a moment. */
  const breakIt = async (): Promise<void> => {
    if (database.embedded) process.kill(database.embedded.pid, "SIGKILL");
    else {
      await database.superuser(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and usename = 'xin_jobs'`,
      );
    }
  };

  test("jobs sent before and after are done, each of them", async () => {
    const queue = await jobs.queue<{ n: number }>("steadfast");
    const done = new Set<number>();
    await queue.work(async (job) => {
      done.add(job.data.n);
    });
    const send = async (n: number): Promise<void> => {
      await vi.waitFor(() => queue.send({ n }), { timeout: 20_000, interval: 100 });
    };
    for (let n = 0; n < 5; n++) await send(n);
    await breakIt();
    for (let n = 5; n < 10; n++) await send(n);
    // A job that was handed out as the database died is noticed by its missing heartbeat, after a minute.
    await vi.waitFor(() => expect(done.size).toBe(10), { timeout: 90_000 });
    for (const failure of failures) expect(failure).toBeInstanceOf(Error);
  }, 120_000);

  test("a worker's failure, which pg-boss tells as a plain copy, can be logged", () => {
    const copy = { message: "connect ECONNREFUSED", code: "ECONNREFUSED", queue: "steadfast" };
    jobs.boss.emit("error", Object.assign(Object.create(null), copy));
    expect(describeError(failures.at(-1))).toMatchObject({
      type: "Error",
      message: copy.message,
      code: copy.code,
    });
  });
});
