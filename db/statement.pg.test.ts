import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeEngines, describePostgres, type TestDb } from "../tests/support/test-db.ts";
import { type Db, openDb } from "./client.ts";

describeEngines("a statement that is a transaction", (open) => {
  let database: TestDb;
  let db: Db;

  beforeAll(async () => {
    database = await open();
    await database.owner.lookup((tx) => tx`create table xin.statement_probe (n int primary key)`);
    await database.owner.lookup((tx) => tx`grant select, insert on xin.statement_probe to xin_app`);
    db = openDb(database.endpoint(), { max: 1 });
  });
  afterAll(async () => {
    await db.close();
    await database.close();
  });

  const stored = async () => {
    const rows = await database.owner.lookup(
      (tx) => tx<{ n: number }[]>`select n from xin.statement_probe order by n`,
    );
    return rows.map(({ n }) => n);
  };

  test("is committed when it answers, and nothing of one that fails is", async () => {
    await db.once((sql) => sql`insert into xin.statement_probe values (1)`);
    expect(await stored()).toEqual([1]);
    const failing = db.once((sql) => sql`insert into xin.statement_probe values (2), (1)`);
    await expect(failing).rejects.toMatchObject({ code: "23505" });
    expect(await stored()).toEqual([1]);
    expect(await db.once((sql) => sql`select 7 as seven`)).toEqual([{ seven: 7 }]);
  });

  test("takes its tenant with it", async () => {
    const tenantId = randomUUID();
    const inside = await db.once(
      (sql) => sql<{ id: string }[]>`select set_config('app.tenant_id', ${tenantId}, true) as id`,
    );
    expect(inside[0]?.id).toBe(tenantId);
    const after = await db.once(
      (sql) => sql<{ id: string | null }[]>`select xin.tenant_id() as id`,
    );
    expect(after[0]?.id).toBeNull();
  });

  test("never runs once its deadline has passed without a connection", async () => {
    const goOn = Promise.withResolvers<void>();
    const holder = db.sql.begin(() => goOn.promise);
    let ran = false;
    const waiting = db.once(
      (sql) => {
        ran = true;
        return sql`select 1`;
      },
      { deadlineMs: 50 },
    );
    await expect(waiting).rejects.toMatchObject({ reason: "deadline", outcome: "none" });
    goOn.resolve();
    await holder;
    await db.ping();
    expect(ran).toBe(false);
    expect(db.inFlight).toBe(0);
  });
});

describePostgres("a statement that is a transaction, and a server in trouble", (open) => {
  let database: TestDb;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test("is stopped at its deadline, and nobody knows its outcome", async () => {
    const { db } = database;
    const slow = db.once((sql) => sql`select pg_advisory_xact_lock(7), pg_sleep(30)`, {
      deadlineMs: 200,
    });
    await expect(slow).rejects.toMatchObject({ reason: "deadline", outcome: "unknown" });
    await db.once((sql) => sql`select pg_advisory_xact_lock(7)`, { deadlineMs: 3_000 });
    await expect.poll(() => db.inFlight).toBe(0);
  });

  test("ends with its connection, and the next has another", async () => {
    const { db } = database;
    const cut = db.once((sql) => sql`select pg_sleep(30)`);
    const settled = Promise.allSettled([cut]);
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    await expect
      .poll(async () => {
        await database.superuser(end);
        return db.inFlight;
      })
      .toBe(0);
    const [outcome] = await settled;
    expect(outcome).toMatchObject({ reason: { reason: "connection", outcome: "unknown" } });
    expect(await db.once((sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });
});
