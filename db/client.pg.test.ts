import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  describeEngines,
  describePostgres,
  makeTenant,
  type TestDb,
} from "../tests/support/test-db.ts";
import { assertSafeRole } from "./assert-safe-role.ts";
import { assertServer } from "./assert-server.ts";
import { openDb } from "./client.ts";
import { DatabaseUnavailable } from "./errors.ts";
import { Sealed } from "./transaction.ts";

describeEngines("database client", (open) => {
  let database: TestDb;
  let tenantId: string;

  beforeAll(async () => {
    database = await open();
    tenantId = await makeTenant(database.db);
    await database.owner.sql.unsafe(
      `create table xin.client_probe (n bigint);
       grant select, insert on xin.client_probe to xin_app;`,
    );
  });

  afterAll(async () => {
    await database?.close();
  });

  const count = () =>
    database.db.lookup(async (tx) => {
      const [row] = await tx<{ n: number }[]>`select count(*) as n from xin.client_probe`;
      return row?.n;
    });

  test("gives int8 as a number, and none that a number cannot hold", async () => {
    const answer = await database.db.lookup((tx) => tx`select 9007199254740991::int8 as n`);
    expect(answer).toEqual([{ n: 9007199254740991 }]);
    const tooLarge = database.db.lookup((tx) => tx`select 9007199254740992::int8 as n`);
    await expect(tooLarge).rejects.toThrow("does not fit");
  });

  test("sets the tenant for one transaction only", async () => {
    const current = () =>
      database.db.lookup((tx) => tx`select current_setting('app.tenant_id', true) as id`);
    const inside = await database.db.tenant(tenantId, (tx) => tx`select xin.tenant_id() as id`);
    expect(inside).toEqual([{ id: tenantId }]);
    expect((await current())[0]?.["id"] || null).toBeNull();
  });

  test("commits right behind a last statement, and answers what it answered", async () => {
    const before = (await count()) ?? 0;
    const answer = await database.db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.client_probe values (1)`;
      return new Sealed(
        tx`insert into xin.client_probe values (2) returning n`.then(([row]) => ({
          n: row?.["n"],
        })),
      );
    });
    expect(answer).toEqual({ n: 2 });
    expect(await count()).toBe(before + 2);
  });

  test("keeps nothing of a transaction whose last statement fails with COMMIT behind it", async () => {
    const before = (await count()) ?? 0;
    const failing = database.db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.client_probe values (3)`;
      return new Sealed(tx`insert into xin.client_probe values (4 / (3 - 3))`.then(() => "kept"));
    });
    await expect(failing).rejects.toThrow("division by zero");
    expect(await count()).toBe(before);
    // The connection serves on.
    const next = database.db.tenant(tenantId, (tx) => tx`select xin.tenant_id() as id`);
    expect(await next).toEqual([{ id: tenantId }]);
  });

  test("refuses a tenant id that is none before anything is sent", async () => {
    const bad = database.db.tenant("'; drop table xin.tenants", (tx) => tx`select 1`);
    await expect(bad).rejects.toThrow("UUID");
  });

  test("passes broken constraints through as they are, and rolls back", async () => {
    const before = await count();
    const broken = database.db.lookup(async (tx) => {
      await tx`insert into xin.client_probe values (1)`;
      await tx`select xin.create_tenant(${tenantId}, 'twice', 'Twice', '{}')`;
    });
    await expect(broken).rejects.toBeInstanceOf(postgres.PostgresError);
    await expect(broken).rejects.toMatchObject({ code: "23505" });
    expect(await count()).toBe(before);
  });

  test("a callback that misses its deadline is told so, and nothing of it is committed", async () => {
    const before = await count();
    const goOn = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const late = database.db.lookup(
      async (tx) => {
        await tx`insert into xin.client_probe values (2)`;
        await goOn.promise;
        await tx`insert into xin.client_probe values (3)`.catch(ended.resolve);
      },
      { deadlineMs: 150 },
    );
    await expect(late).rejects.toMatchObject({
      _tag: "DatabaseUnavailable",
      reason: "deadline",
      outcome: "none",
    });
    goOn.resolve();
    expect(await ended.promise).toBeInstanceOf(Error);
    expect(await count()).toBe(before);
  });

  test("waiting too long for a connection is a deadline, without ever having run", async () => {
    const db = openDb(database.endpoint(), { max: 1 });
    const goOn = Promise.withResolvers<void>();
    const holder = db.lookup(async (tx) => {
      await tx`select 1`;
      await goOn.promise;
    });
    let ran = false;
    const waiting = db.lookup(
      async () => {
        ran = true;
      },
      { deadlineMs: 50 },
    );
    await expect(waiting).rejects.toMatchObject({ reason: "deadline", outcome: "none" });
    goOn.resolve();
    await holder;
    await db.ping();
    expect(ran).toBe(false);
    await db.close();
  });

  test("above the cap a transaction is refused at once, and the others go on", async () => {
    const db = openDb(database.endpoint(), { max: 2, inFlightCap: 5 });
    const goOn = Promise.withResolvers<void>();
    const running = Array.from({ length: 5 }, () =>
      db.lookup(async (tx) => {
        await goOn.promise;
        return tx`select 1 as one`;
      }),
    );
    expect(db.inFlight).toBe(5);
    await expect(db.ping()).rejects.toMatchObject({ reason: "overloaded", outcome: "none" });
    goOn.resolve();
    expect(await Promise.all(running)).toHaveLength(5);
    expect(db.inFlight).toBe(0);
    await db.ping();
    await db.close();
  });

  test("works without prepared statements, as PgBouncer needs it", async () => {
    const db = openDb(database.endpoint(), { prepare: false, max: 2 });
    const names = await Promise.all(
      Array.from({ length: 10 }, () =>
        db.tenant(tenantId, (tx) => tx`select name from xin.tenants where id = ${tenantId}`),
      ),
    );
    expect(names.flat()).toEqual(Array.from({ length: 10 }, () => ({ name: "Test" })));
    await db.close();
  });

  test("hears notifications of committed transactions only", async () => {
    const heard: string[] = [];
    let ready = 0;
    const listening = await database.db.listen(
      "client_probe",
      (payload) => heard.push(payload),
      () => ready++,
    );
    expect(ready).toBe(1);
    const failing = database.db.lookup(async (tx) => {
      await tx`select pg_notify('client_probe', 'rolled back')`;
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await database.db.lookup((tx) => tx`select pg_notify('client_probe', 'committed')`);
    await expect.poll(() => heard).toEqual(["committed"]);
    await listening.close();
  });

  test("accepts the app's role and this server", async () => {
    await expect(assertSafeRole(database.db)).resolves.toBeUndefined();
    await expect(assertServer(database.db)).resolves.toBeUndefined();
  });
});

describePostgres("unsafe roles", (open) => {
  let database: TestDb;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database?.close();
  });

  test("a superuser is refused", async () => {
    const endpoint = database.endpoint();
    if (!("url" in endpoint)) throw new Error("needs a server");
    const url = new URL(process.env["XIN_TEST_DATABASE_URL"] ?? "");
    url.pathname = new URL(endpoint.url).pathname;
    const db = openDb({ url: url.href }, { max: 1 });
    await expect(assertSafeRole(db)).rejects.toThrow(/superuser.*xin_app/);
    await db.close();
  });

  test.each(["bypassrls", "in role"])("a role with %s is refused", async (how) => {
    const name = `xin_test_${randomUUID().slice(0, 8)}`;
    await database.superuser(
      how === "bypassrls"
        ? `create role ${name} login bypassrls password 'x'`
        : `create role ${name}_power bypassrls; create role ${name} login password 'x' in role ${name}_power`,
    );
    const endpoint = database.endpoint();
    if (!("url" in endpoint)) throw new Error("needs a server");
    const url = new URL(endpoint.url);
    url.username = name;
    url.password = "x";
    const db = openDb({ url: url.href }, { max: 1 });
    try {
      await expect(assertSafeRole(db)).rejects.toThrow(/bypass row level security/);
    } finally {
      await db.close();
      await database.superuser(`drop role ${name}; drop role if exists ${name}_power`);
    }
  });
});

describe("a server that is away", () => {
  test("is a lost connection, at once", async () => {
    const db = openDb({ url: "postgres://xin_app@127.0.0.1:1/xin" }, { max: 2 });
    const error = await db.ping().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ reason: "connection", outcome: "none" });
    await db.close();
  });

  test("that takes connections and says nothing is a deadline", async () => {
    const silent = createServer(() => {});
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const db = openDb(
      { url: `postgres://xin_app@127.0.0.1:${port}/xin` },
      { max: 2, connectTimeoutMs: 300 },
    );
    const calls = Array.from({ length: 4 }, () => db.ping({ deadlineMs: 100 }));
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({
        status: "rejected",
        reason: { reason: "deadline", outcome: "none" },
      });
    }
    await db.close();
    silent.close();
  });
});
