import { once } from "node:events";
import { stat } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTenant, openTestDb, type TestDb } from "../../tests/support/test-db.ts";
import { openPool, type Pool } from "../pool.ts";
import { cString, int32, simpleQuery } from "./wire/protocol.ts";

let database: TestDb;
let socketPath: string;

beforeAll(async () => {
  database = await openTestDb("embedded");
  const endpoint = database.endpoint();
  if ("url" in endpoint) throw new Error("needs the embedded engine");
  socketPath = endpoint.socketPath;
  await database.owner.sql.unsafe(
    `create table xin.wire_probe (who text, n int);
     grant select, insert, delete on xin.wire_probe to xin_app;`,
  );
});

afterAll(async () => {
  await database?.close();
});

const pool = (max: number, user: "xin_app" | "xin_owner" = "xin_app"): Pool =>
  openPool(database.endpoint(user), {
    max,
    applicationName: "wire-test",
    prepare: true,
    connectTimeoutMs: 5000,
  });

const withPool = async (max: number, use: (sql: Pool) => Promise<void>): Promise<void> => {
  const sql = pool(max);
  try {
    await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

test("the socket is this user's alone", async () => {
  expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  expect(Buffer.byteLength(socketPath)).toBeLessThanOrEqual(107);
});

test("the greeting tells the server's true version", async () => {
  await withPool(1, async (sql) => {
    const [row] = await sql<
      { version: string }[]
    >`select current_setting('server_version') as version`;
    expect(sql.parameters["server_version"]).toBe(row?.version);
  });
});

describe("roles", () => {
  test("each connection is who its startup packet says", async () => {
    const owner = pool(2, "xin_owner");
    await withPool(2, async (app) => {
      const who = async (sql: Pool) =>
        (await sql`select session_user::text as s, current_user::text as c`)[0];
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => who(n % 2 === 0 ? app : owner)),
      );
      for (const [n, answer] of answers.entries()) {
        const name = n % 2 === 0 ? "xin_app" : "xin_owner";
        expect(answer).toEqual({ s: name, c: name });
      }
    });
    await owner.end({ timeout: 1 });
  });

  test.each(["postgres", "nobody", ""])("%j is not let in", async (user) => {
    const answer = await speak([startup(user)]);
    expect(answer).toContain("FATAL");
    expect(answer).toContain("28000");
  });

  test("an escape to another role is refused, and the connection stays what it was", async () => {
    await withPool(1, async (sql) => {
      for (const escape of [
        "set session authorization postgres",
        "select 1; reset session authorization",
        "do $$ begin execute 'set role xin_owner'; end $$",
        "select set_config('session_authorization', 'postgres', true)",
      ]) {
        await expect(sql.unsafe(escape)).rejects.toMatchObject({ code: "42501" });
        await expect(sql.unsafe(escape, [], { prepare: true })).rejects.toMatchObject({
          code: "42501",
        });
      }
      expect(await sql`select session_user::text as s`).toEqual([{ s: "xin_app" }]);
    });
  });

  test.each([
    "do $$ begin execute 'se' || 't session auth' || 'orization postgres'; end $$",
    "select query_to_xml('select set_' || 'config(''session_' || 'authorization'', ''postgres'', false)', true, true, '')",
    "select * from ts_stat('select set_' || 'config(''ro' || 'le'', ''postgres'', false)::tsvector')",
    "create function public.escape() returns void language sql as 'select 1'",
    "create function pg_temp.escape() returns void language sql as 'select 1'",
    "create temporary table hidden (n int)",
  ])("the app has no way to put SQL together on the server: %s", async (sql) => {
    await withPool(1, async (app) => {
      await expect(app.unsafe(sql)).rejects.toMatchObject({ code: "42501" });
      expect(await app`select session_user::text as s`).toEqual([{ s: "xin_app" }]);
    });
  });

  test("a refused statement fails its transaction", async () => {
    await withPool(1, async (sql) => {
      const run = sql.begin(async (tx) => {
        await tx`insert into xin.wire_probe values ('refused', 1)`;
        await tx.unsafe("discard all").catch(() => null);
        await tx`insert into xin.wire_probe values ('refused', 2)`;
      });
      await expect(run).rejects.toMatchObject({ code: "0A000" });
      expect(await sql`select n from xin.wire_probe where who = 'refused'`).toHaveLength(0);
    });
  });

  test("COPY FROM STDIN is refused instead of hanging", async () => {
    await withPool(1, async (sql) => {
      await expect(sql.unsafe("copy xin.wire_probe from stdin")).rejects.toMatchObject({
        code: "0A000",
      });
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    });
  });
});

describe("sharing one backend", () => {
  test("transactions never mix", async () => {
    await withPool(8, async (sql) => {
      const transfer = (n: number) =>
        sql.begin(async (tx) => {
          await tx`insert into xin.wire_probe values ('mix', ${n})`;
          const [row] = await tx<{ c: number }[]>`
            select count(*) as c from xin.wire_probe where who = 'mix' and n = ${n}`;
          if (n % 3 === 0) throw new Error("rolled back");
          return row?.c;
        });
      const results = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => transfer(n)));
      const kept = results.filter(({ status }) => status === "fulfilled").length;
      const [row] = await sql<
        { c: number }[]
      >`select count(*) as c from xin.wire_probe where who = 'mix'`;
      expect(kept).toBe(133);
      expect(row?.c).toBe(133);
    });
  });

  test("prepared statements of two connections do not meet, and go with their connection", async () => {
    const statements = () =>
      database.owner.sql<{ c: number }[]>`select count(*) as c from pg_prepared_statements`;
    await statements();
    const before = (await statements())[0]?.c ?? 0;
    const clients = [pool(1), pool(1)];
    for (const sql of clients) {
      expect(await sql`select ${"a"}::text as x`).toEqual([{ x: "a" }]);
      expect(await sql`select ${1}::int + 1 as y`).toEqual([{ y: 2 }]);
    }
    expect((await statements())[0]?.c).toBeGreaterThan(before);
    await Promise.all(clients.map((sql) => sql.end({ timeout: 1 })));
    await expect.poll(async () => (await statements())[0]?.c).toBe(before);
  });

  test("a client that drops is rolled back, and the others go on", async () => {
    await withPool(2, async (sql) => {
      const dropped = connect(socketPath);
      dropped.write(startup("xin_app"));
      dropped.write(simpleQuery("begin; insert into xin.wire_probe values ('dropped', 1)"));
      await once(dropped, "data");
      await expect.poll(() => dropped.bytesRead).toBeGreaterThan(300);
      const other = sql`select count(*) as c from xin.wire_probe where who = 'dropped'`;
      dropped.destroy();
      expect(await other).toEqual([{ c: 0 }]);
    });
  });

  test("large answers and large questions arrive whole", async () => {
    await withPool(2, async (sql) => {
      const text = "x".repeat(5_000_000);
      const [row] = await sql<{ n: number; back: string }[]>`
        select length(${text}::text) as n, ${text}::text as back`;
      expect(row?.n).toBe(text.length);
      expect(row?.back).toBe(text);
      const many = await sql`select n, repeat('y', 200) as y from generate_series(1, 20000) n`;
      expect(many).toHaveLength(20_000);
    });
  });

  test("a connection that listens hears it, and one that stopped does not", async () => {
    const heard: string[] = [];
    const first = await database.db.listen("wire_probe", (payload) => heard.push(`db ${payload}`));
    const other = pool(1);
    const second = await other.listen("wire_probe", (payload) => heard.push(`other ${payload}`));
    await database.db.lookup((tx) => tx`select pg_notify('wire_probe', '1')`);
    await expect.poll(() => heard.toSorted()).toEqual(["db 1", "other 1"]);
    await second.unlisten();
    await database.db.lookup((tx) => tx`select pg_notify('wire_probe', '2')`);
    await expect.poll(() => heard).toContain("db 2");
    expect(heard).not.toContain("other 2");
    await first.close();
    await other.end({ timeout: 1 });
  });

  test("garbage closes its own connection only", async () => {
    expect(await speak([Buffer.from("GET / HTTP/1.1\r\n\r\n")])).toContain("08P01");
    const tooLong = Buffer.concat([startup("xin_app"), Buffer.from("Q"), int32(2 ** 30)]);
    expect(await speak([tooLong])).toContain("08P01");
    const tenantId = await makeTenant(database.db);
    expect(await database.db.tenant(tenantId, (tx) => tx`select id from xin.tenants`)).toHaveLength(
      1,
    );
  });
});

const startup = (user: string): Buffer => {
  const body = Buffer.concat([int32(196_608), cString("user"), cString(user), Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
};

/** Sends bytes and answers everything that came back until the other side closed. */
const speak = async (chunks: readonly Buffer[]): Promise<string> => {
  const socket = connect(socketPath);
  const answer: Buffer[] = [];
  socket.on("data", (chunk) => answer.push(chunk));
  // The other side may have closed before it read everything.
  socket.on("error", () => socket.destroy());
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const chunk of chunks) socket.write(chunk);
  await closed;
  return Buffer.concat(answer).toString("latin1");
};
