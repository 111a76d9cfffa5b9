import { once } from "node:events";
import { createServer, connect, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describePostgres, type TestDb } from "../tests/support/test-db.ts";
import { openPool, type Pool } from "./pool.ts";
import { assertPostgresPatched } from "./postgres-patch.ts";

test("refuses postgres.js as published, and names the fix", () => {
  expect(() => assertPostgresPatched({})).toThrow(/not patched.*npm ci/);
  expect(() => assertPostgresPatched(postgres)).not.toThrow();
});

describePostgres("postgres.js with its patch", (open) => {
  let database: TestDb;
  let control: Pool;

  beforeAll(async () => {
    database = await open();
    control = pool(1);
    await database.owner.sql`create table xin.patch_probe (who text, v text)`;
  });

  afterAll(async () => {
    await control?.end({ timeout: 1 });
    await database?.close();
  });

  const pool = (max: number): Pool =>
    openPool(database.endpoint("xin_owner"), {
      max,
      applicationName: "patch-test",
      prepare: true,
      connectTimeoutMs: 5000,
    });

  const rows = async (): Promise<string[]> => {
    const found = await control<{ row: string }[]>`
      select who || '.' || v as row from xin.patch_probe order by 1`;
    return found.map(({ row }) => row);
  };

  test.each(["writes on", "throws"])(
    "a transaction that lost its connection and %s does not reach the next one",
    async (afterwards) => {
      await control`truncate xin.patch_probe`;
      const sql = pool(1);
      const pid = Promise.withResolvers<number>();
      const goOn = Promise.withResolvers<void>();
      const first = sql.begin(async (tx) => {
        await tx`insert into xin.patch_probe values ('first', 'a')`;
        const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
        pid.resolve(backend!.pid);
        await goOn.promise;
        if (afterwards === "throws") throw new Error("after the loss");
        await tx`insert into xin.patch_probe values ('first', 'b')`;
      });
      const firstEnd = first.catch((error: unknown) => error);
      await control`select pg_terminate_backend(${await pid.promise})`;
      expect(await firstEnd).toMatchObject({ code: "CONNECTION_CLOSED" });

      await sql.begin(async (tx) => {
        await tx`insert into xin.patch_probe values ('second', 'x')`;
        goOn.resolve();
        await wait(100);
        await tx`insert into xin.patch_probe values ('second', 'y')`;
      });
      expect(await rows()).toEqual(["second.x", "second.y"]);
      await sql.end({ timeout: 1 });
    },
  );

  test("a transaction kept beyond its end is refused", async () => {
    const sql = pool(1);
    const kept = await sql.begin(async (tx) => ({ tx }));
    await expect(kept.tx`select 1`).rejects.toMatchObject({ code: "TRANSACTION_ENDED" });
    const reserved = await sql.reserve();
    reserved.release();
    await expect(reserved`select 1`).rejects.toMatchObject({ code: "CONNECTION_RELEASED" });
    await sql.end({ timeout: 1 });
  });

  test("an aborted transaction is rolled back, and its statement stops on the server", async () => {
    await control`truncate xin.patch_probe`;
    const sql = pool(1);
    const run = sql.begin(async (tx) => {
      await tx`insert into xin.patch_probe values ('aborted', 'a')`;
      const sleep = tx`select pg_sleep(60), 'patch-abort'`;
      setTimeout(() => tx.abort(), 50);
      await sleep;
    });
    await expect(run).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await expect
      .poll(
        () => control`
          select pid from pg_stat_activity
          where query like '%patch-abort%' and state = 'active' and pid <> pg_backend_pid()`,
        { timeout: 5000 },
      )
      .toHaveLength(0);
    expect(await rows()).toEqual([]);
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    await sql.end({ timeout: 1 });
  });

  test("a transaction behind a full pipeline has its connection to itself", async () => {
    await control`truncate xin.patch_probe`;
    const sql = pool(1);
    await sql`select 1`;
    const before = Array.from({ length: 100 }, (_, n) => sql`select ${n}::int as n`);
    const transaction = sql.begin(async (tx) => {
      await tx`insert into xin.patch_probe values ('piped', 'a')`;
    });
    await Promise.all([...before, transaction]);
    expect(await rows()).toEqual(["piped.a"]);
    await sql`insert into xin.patch_probe values ('plain', 'b')`;
    expect(await rows()).toEqual(["piped.a", "plain.b"]);
    await sql.end({ timeout: 1 });
  });

  test("a statement that cannot be built fails alone", async () => {
    const sql = pool(1);
    await sql.begin(async (tx) => tx`select 1`);
    const outcome = sql.begin(async (tx) => {
      const bad: unknown = undefined;
      const [good, broken] = await Promise.allSettled([
        tx`select 7 as seven`,
        tx`select ${bad as string} as nothing`,
      ]);
      expect(good).toMatchObject({ status: "fulfilled", value: [{ seven: 7 }] });
      expect(broken.status).toBe("rejected");
    });
    await expect(outcome).rejects.toMatchObject({ code: "UNDEFINED_VALUE" });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    await sql.end({ timeout: 1 });
  });

  test.each(["refuses", "slams"] as const)(
    "reserved connections come back after a server that %s",
    async (how) => {
      const proxy = await openProxy(database);
      const sql = proxy.pool(4);
      await proxy[how]();
      const refused = await Promise.allSettled(Array.from({ length: 6 }, () => sql.reserve()));
      expect(refused.every(({ status }) => status === "rejected")).toBe(true);
      await proxy.accepts();
      for (let round = 0; round < 3; round++) {
        const sessions = await Promise.all(Array.from({ length: 4 }, () => sql.reserve()));
        await Promise.all(sessions.map((session) => session`select 1`));
        for (const session of sessions) session.release();
      }
      await sql.end({ timeout: 1 });
      await proxy.close();
    },
  );

  test("half an answer does not reach the next query", async () => {
    const proxy = await openProxy(database);
    // Without the query for types, which would take the damage in the next one's place.
    const sql = postgres(proxy.url, { max: 1, fetch_types: false, backoff: () => 0.05 });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    proxy.cutAfter(50_000);
    await expect(
      sql`select n, repeat('x', 100) as x from generate_series(1, 5000) n`,
    ).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    const next = await sql<{ n: number }[]>`select n from generate_series(1, 3) n`;
    expect([...next]).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    await sql.end({ timeout: 1 });
    await proxy.close();
  });

  test("a connection that dies while it asks for types harms nobody", async () => {
    const proxy = await openProxy(database);
    const sql = proxy.pool(1);
    proxy.cutAfter(2000);
    const session = await sql.reserve();
    expect(await session`select 1 as one`).toEqual([{ one: 1 }]);
    session.release();
    await sql.end({ timeout: 1 });
    await proxy.close();
  });

  test("a query sent to a socket that has just failed is refused, not answered by nobody", async () => {
    const proxy = await openProxy(database);
    const sockets: Socket[] = [];
    const dial = async (): Promise<Socket> => {
      const socket = connect(proxy.port, "127.0.0.1");
      await once(socket, "connect");
      sockets.push(socket);
      return socket;
    };
    const options = { max: 1, backoff: () => 0.05, socket: dial };
    const sql = postgres(proxy.url, options);
    await sql`select 1`;
    const answer = new Promise((resolve) => {
      sockets[0]?.once("error", () => {
        sql`select 1 as one`.then(resolve, resolve);
      });
    });
    sockets[0]?.destroy(new Error("reset by peer"));
    expect(await answer).toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await sql`select 2 as two`).toEqual([{ two: 2 }]);
    await sql.end({ timeout: 1 });
    await proxy.close();
  });

  test("the end of a pool does not wait for connections that failed", async () => {
    const proxy = await openProxy(database);
    const sql = proxy.pool(2);
    proxy.stalls();
    const failed = sql`select 1`.catch((error: unknown) => error);
    await expect.poll(() => proxy.connections()).toBe(1);
    const ended = sql.end();
    await proxy.close();
    await ended;
    expect(await failed).toMatchObject({ code: "CONNECTION_CLOSED" });
  });

  test("an error whose end was lost does not fail the next query", async () => {
    const proxy = await openProxy(database);
    const sql = proxy.pool(1);
    await sql`select 1`;
    proxy.cutAfterError();
    await expect(sql`select 1 / 0`).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    await sql.end({ timeout: 1 });
    await proxy.close();
  });
});

/** A proxy in front of the test server that can cut its answers short. */
const openProxy = async (database: TestDb) => {
  const endpoint = database.endpoint("xin_owner");
  if (!("url" in endpoint)) throw new Error("needs a server");
  const target = new URL(endpoint.url);
  let budget = Number.POSITIVE_INFINITY;
  let errorsCut = false;
  let slamming = false;
  let stalling = false;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    if (slamming) return void client.destroy();
    if (stalling) return;
    client.pipe(upstream);
    upstream.on("data", (data) => {
      const error = errorsCut ? endOfError(data) : null;
      const end = error ?? (data.length >= budget ? budget : null);
      if (end === null) {
        budget -= data.length;
        client.write(data);
        return;
      }
      budget = Number.POSITIVE_INFINITY;
      errorsCut = false;
      upstream.removeAllListeners("data");
      client.end(data.subarray(0, end));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = new URL(endpoint.url);
  url.host = `127.0.0.1:${port}`;
  return {
    pool: (max: number) =>
      openPool(
        { url: url.href },
        { max, applicationName: "proxy", prepare: true, connectTimeoutMs: 5000 },
      ),
    cutAfter: (bytes: number) => {
      budget = bytes;
    },
    cutAfterError: () => {
      errorsCut = true;
    },
    url: url.href,
    port,
    /** How many clients hold a connection. */
    connections: () => sockets.size / 2,
    /** Connections are taken and nothing is ever said. */
    stalls: () => {
      stalling = true;
    },
    /** Nobody listens. */
    refuses: async () => {
      server.close();
      await once(server, "close");
    },
    /** Connections are taken and closed at once, as load balancers do. */
    slams: () => {
      slamming = true;
    },
    accepts: async () => {
      slamming = false;
      if (server.listening) return;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

/** Where an ErrorResponse ends, null when the data holds none. */
const endOfError = (data: Buffer): number | null => {
  for (let at = 0; at + 5 <= data.length; at += 1 + data.readInt32BE(at + 1)) {
    if (data[at] === 0x45) return at + 1 + data.readInt32BE(at + 1);
  }
  return null;
};
