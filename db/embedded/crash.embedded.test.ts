import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDb, type TestDb } from "../../tests/support/test-db.ts";
import { DatabaseUnavailable } from "../errors.ts";

let database: TestDb;

beforeAll(async () => {
  database = await openTestDb("embedded");
  await database.owner.sql.unsafe(
    `create table xin.crash_probe (n int primary key);
     grant select, insert on xin.crash_probe to xin_app;`,
  );
});

afterAll(async () => {
  await database?.close();
});

test("no acknowledged row is lost when the engine is killed under forty writers", async () => {
  const { db, embedded } = database;
  if (!embedded) throw new Error("needs the embedded engine");
  let exits = 0;
  embedded.onExit(() => exits++);
  const acknowledged = new Set<number>();
  const unexpected: unknown[] = [];
  let next = 0;
  const stop = new AbortController();

  const writer = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const n = ++next;
      try {
        await db.lookup((tx) => tx`insert into xin.crash_probe values (${n})`);
        acknowledged.add(n);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) unexpected.push(error);
        await wait(20);
      }
    }
  };
  const writers = Array.from({ length: 40 }, writer);

  for (let round = 1; round <= 3; round++) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 100);
    process.kill(embedded.pid, "SIGKILL");
    await expect.poll(() => exits, { timeout: 10_000 }).toBe(round);
  }
  const before = acknowledged.size;
  await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 100);
  stop.abort();
  await Promise.all(writers);

  const rows = await db.lookup((tx) => tx<{ n: number }[]>`select n from xin.crash_probe`);
  const stored = new Set(rows.map((row) => row.n));
  expect([...acknowledged].filter((n) => !stored.has(n))).toEqual([]);
  expect(unexpected).toEqual([]);
});

test("a listener hears again after the engine came back", async () => {
  const { db, embedded } = database;
  if (!embedded) throw new Error("needs the embedded engine");
  const heard: string[] = [];
  let ready = 0;
  const listening = await db.listen(
    "crash_probe",
    (payload) => heard.push(payload),
    () => ready++,
  );
  process.kill(embedded.pid, "SIGKILL");
  await expect.poll(() => ready, { timeout: 20_000 }).toBe(2);
  await db.lookup((tx) => tx`select pg_notify('crash_probe', 'again')`);
  await expect.poll(() => heard).toEqual(["again"]);
  await listening.close();
});
