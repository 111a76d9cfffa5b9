import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { describeEngines, type TestDb } from "../../../tests/support/test-db.ts";
import { type Jobs, openJobs } from "./jobs.ts";

type Greeting = { readonly tenantId: string; readonly text: string };

describeEngines("jobs", (open) => {
  let database: TestDb;
  let jobs: Jobs;
  const failures: Error[] = [];

  beforeAll(async () => {
    database = await open();
    jobs = await openJobs(database.endpoint("xin_jobs"), {
      engine: database.db.engine,
      onError: (error) => failures.push(error),
    });
  });

  afterAll(async () => {
    await jobs?.stop();
    await database?.close();
  });

  const greeting = (text: string): Greeting => ({ tenantId: randomUUID(), text });

  test("starts in several processes at once", async () => {
    const onError = (error: Error) => failures.push(error);
    const endpoint = database.endpoint("xin_jobs");
    const settings = { engine: database.db.engine, onError, connections: 1 };
    const starts = Array.from({ length: 8 }, () => openJobs(endpoint, settings));
    const started = await Promise.allSettled(starts);
    for (const start of started) if (start.status === "fulfilled") await start.value.stop();
    expect(started.filter(({ status }) => status === "rejected")).toEqual([]);
  });

  test("hands a job's data over as it was sent", async () => {
    const queue = await jobs.queue<Greeting>("plain");
    const seen: Greeting[] = [];
    await queue.work(async (job) => {
      seen.push(job.data);
    });
    const sent = greeting('quotes "and" 中文 \\ and a \n line');
    expect(await queue.send(sent)).toMatch(/^[0-9a-f-]{36}$/);
    await vi.waitFor(() => expect(seen).toEqual([sent]), { timeout: 10_000 });
  });

  describe("sent inside a transaction of the app", () => {
    test("exists once the transaction has committed", async () => {
      const queue = await jobs.queue<Greeting>("within-commit");
      const seen: Greeting[] = [];
      await queue.work(async (job) => {
        seen.push(job.data);
      });
      const sent = greeting("committed");
      await database.db.tenant(sent.tenantId, async (tx) => {
        await queue.sendWithin(tx, sent);
        expect(seen).toEqual([]);
      });
      await vi.waitFor(() => expect(seen).toEqual([sent]), { timeout: 10_000 });
    });

    test("never existed when the transaction rolled back", async () => {
      const queue = await jobs.queue<Greeting>("within-rollback");
      const seen: string[] = [];
      await queue.work(async (job) => {
        seen.push(job.data.text);
      });
      const lost = greeting("rolled back");
      const failing = database.db.tenant(lost.tenantId, async (tx) => {
        await queue.sendWithin(tx, lost);
        throw new Error("the action failed");
      });
      await expect(failing).rejects.toThrow("the action failed");
      await queue.send(greeting("after"));
      await vi.waitFor(() => expect(seen).toContain("after"), { timeout: 10_000 });
      expect(seen).toEqual(["after"]);
    });

    test("xin_app can neither read nor change the queue", async () => {
      const read = database.db.lookup((tx) => tx`select data from pgboss.job`);
      await expect(read).rejects.toMatchObject({ code: "42501" });
      const change = database.db.lookup((tx) => tx`delete from pgboss.job`);
      await expect(change).rejects.toMatchObject({ code: "42501" });
    });
  });

  test("tries a failed job again", async () => {
    const queue = await jobs.queue<Greeting>("retried", { retryLimit: 2, retryDelaySeconds: 1 });
    const attempts: number[] = [];
    await queue.work(async (job) => {
      attempts.push(job.retryCount);
      if (job.retryCount === 0) throw new Error("not yet");
    });
    await queue.send(greeting("again"));
    await vi.waitFor(() => expect(attempts).toEqual([0, 1]), { timeout: 30_000 });
  });

  test("puts a job that failed for good into the dead-letter queue", async () => {
    const queue = await jobs.queue<Greeting>("doomed", { retryLimit: 0 });
    await queue.work(async () => {
      throw new Error("never");
    });
    const sent = greeting("buried");
    await queue.send(sent);
    await vi.waitFor(async () => expect(await queue.deadLetters()).toEqual([sent]), {
      timeout: 20_000,
    });
  });

  test("works off what piled up, several at a time and none twice", async () => {
    const queue = await jobs.queue<Greeting>("piled");
    const sent = Array.from({ length: 30 }, (_, n) => greeting(String(n)));
    await Promise.all(sent.map((data) => queue.send(data)));
    const done: string[] = [];
    let running = 0;
    let most = 0;
    const work = async (text: string): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 10));
      running--;
      done.push(text);
    };
    await queue.work((job) => work(job.data.text), { concurrency: 3 });
    await vi.waitFor(() => expect(done).toHaveLength(30), { timeout: 10_000 });
    expect(new Set(done).size).toBe(30);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });

  test("keeps one waiting job for each singleton key", async () => {
    const queue = await jobs.queue<Greeting>("single", { policy: "short" });
    expect(await queue.send(greeting("first"), { singletonKey: "a" })).not.toBeNull();
    expect(await queue.send(greeting("second"), { singletonKey: "a" })).toBeNull();
    expect(await queue.send(greeting("other"), { singletonKey: "b" })).not.toBeNull();
  });

  test("a queue may be opened again, with new settings", async () => {
    await jobs.queue<Greeting>("reopened", { retryLimit: 1 });
    await jobs.queue<Greeting>("reopened", { retryLimit: 7 });
    expect(await jobs.boss.getQueue("reopened")).toMatchObject({ retryLimit: 7, notify: true });
  });

  test("nothing failed in the background meanwhile", () => {
    expect(failures).toEqual([]);
  });
});
