import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describePostgres, makeTenant, type TestDb } from "../tests/support/test-db.ts";
import type { Tx } from "./client.ts";
import { DatabaseUnavailable } from "./errors.ts";

describePostgres("losing connections under load", (open) => {
  let database: TestDb;

  beforeAll(async () => {
    database = await open();
    await database.owner.sql.unsafe(
      `create table xin.outage_probe (n int, half text, primary key (n, half));
       grant select, insert on xin.outage_probe to xin_app;`,
    );
  });
  afterAll(async () => {
    await database?.close();
  });

  /** Ends every connection of the app to this database. */
  const terminateAll = () =>
    database.superuser(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'xin_app'`,
    );

  test("no acknowledged row is lost, no half transaction kept, nothing is stuck", async () => {
    const { db } = database;
    const acknowledged = new Set<number>();
    const certainlyNot = new Set<number>();
    const unexpected: unknown[] = [];
    let next = 0;
    const stop = new AbortController();
    const worker = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const n = ++next;
        try {
          await db.lookup(async (tx) => {
            await tx`insert into xin.outage_probe values (${n}, 'a')`;
            await wait(Math.random() * 5);
            await tx`insert into xin.outage_probe values (${n}, 'b')`;
          });
          acknowledged.add(n);
        } catch (error) {
          if (!(error instanceof DatabaseUnavailable)) unexpected.push(error);
          else if (error.outcome === "none") certainlyNot.add(n);
          await wait(10);
        }
      }
    };
    const workers = Array.from({ length: 40 }, worker);
    for (let round = 0; round < 15; round++) {
      const before = acknowledged.size;
      await expect.poll(() => acknowledged.size, { timeout: 10_000 }).toBeGreaterThan(before + 20);
      await terminateAll();
    }
    stop.abort();
    await Promise.all(workers);

    expect(unexpected).toEqual([]);
    expect(db.inFlight).toBe(0);
    const rows = await db.lookup(
      (tx) => tx<{ n: number; halves: number }[]>`
        select n, count(*) as halves from xin.outage_probe group by n`,
    );
    const stored = new Map(rows.map((row) => [row.n, row.halves]));
    expect([...stored.values()].filter((halves) => halves !== 2)).toEqual([]);
    expect([...acknowledged].filter((n) => !stored.has(n))).toEqual([]);
    expect([...certainlyNot].filter((n) => stored.has(n))).toEqual([]);
    expect(certainlyNot.size).toBeGreaterThan(0);
  });

  test("a listener hears again, and is told that it missed something", async () => {
    const heard: string[] = [];
    let ready = 0;
    const listening = await database.db.listen(
      "outage",
      (payload) => heard.push(payload),
      () => ready++,
    );
    await terminateAll();
    await expect.poll(() => ready, { timeout: 10_000 }).toBe(2);
    await database.db.lookup((tx) => tx`select pg_notify('outage', 'again')`);
    await expect.poll(() => heard).toEqual(["again"]);
    await listening.close();
    await terminateAll();
    await database.db.ping().catch(() => null);
    await database.db.ping();
  });

  test("a statement past its deadline stops on the server and lets its locks go", async () => {
    const { db } = database;
    const blocked = db.lookup(
      async (tx) => {
        await tx`insert into xin.outage_probe values (-1, 'a')`;
        await tx`select pg_sleep(30)`;
      },
      { deadlineMs: 200 },
    );
    await expect(blocked).rejects.toMatchObject({ reason: "deadline", outcome: "none" });
    // Would wait for the first one's unfinished row if that were still there.
    await db.lookup((tx) => tx`insert into xin.outage_probe values (-1, 'a')`, {
      deadlineMs: 3000,
    });
  });

  test("the server ends what a frozen client leaves open", async () => {
    const limits = await database.db.lookup(
      (tx) => tx<{ statement: string; idle: string }[]>`
        select current_setting('statement_timeout') as statement,
          current_setting('idle_in_transaction_session_timeout') as idle`,
      { deadlineMs: 4000 },
    );
    expect(limits[0]?.statement).toMatch(/^(4s|3\d\d\dms)$/);
    expect(limits[0]?.idle).toMatch(/^(4s|3\d\d\dms)$/);
  });

  test("the server compiles no plan, however dear it believes it to be", async () => {
    const { db } = database;
    const tenantId = await makeTenant(db);
    const dear = async (tx: Tx) => {
      await tx`select set_config('jit_above_cost', '0', true)`;
      const rows = await tx<{ "QUERY PLAN": string }[]>`
        explain (analyze) select count(*) from xin.tenants`;
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    expect(await db.lookup(dear)).not.toContain("JIT");
    expect(await db.tenant(tenantId, dear)).not.toContain("JIT");
  });
});
