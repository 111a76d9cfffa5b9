import { afterAll, beforeAll, expect, it } from "vitest";
import { openDb } from "#db/client.ts";
import { type TestDb, openTestDb } from "../../tests/support/test-db.ts";
import { probeCommit } from "./probe-commit.ts";

let testDb: TestDb;
beforeAll(async () => void (testDb = await openTestDb()));
afterAll(() => testDb.close());

const tenantId = "0190a000-0000-7000-8000-000000000001";

it("[RT42] commits a mark to the log of the database without writing a row", async () => {
  const lsn = async () => {
    const [row] = await testDb.db.lookup(
      (tx) => tx<{ at: string }[]>`select pg_current_wal_insert_lsn()::text as at`,
    );
    return row?.at;
  };
  const before = await lsn();
  expect(await probeCommit(testDb.db, tenantId, 5_000)).toMatchObject({ problem: null });
  expect(await lsn()).not.toBe(before);
});

it("[RT42] says that a database is away", async () => {
  const db = openDb({ url: "postgres://nobody@127.0.0.1:1/nothing" });
  expect(await probeCommit(db, tenantId, 2_000)).toEqual({ ms: null, problem: "database_away" });
  await db.close();
});
