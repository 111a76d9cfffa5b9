import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDb, type TestDb } from "../tests/support/test-db.ts";
import { behindOthers } from "./behind-others.ts";

let database: TestDb;
beforeAll(async () => void (database = await openTestDb()));
afterAll(() => database.close());

const tenantId = "00000000-0000-4000-8000-000000000001";

it("lets others' transactions pass, and reads and writes as they do", async () => {
  const { db } = database;
  const behind = behindOthers(db);
  const order: string[] = [];
  const started = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const first = db.lookup(async (tx) => {
    started.resolve();
    await tx`select 1`;
    await end.promise;
  });
  await started.promise;
  const later = [
    behind.tenant(tenantId, async (tx) => {
      const [row] = await tx<{ id: string }[]>`select current_setting('app.tenant_id') as id`;
      order.push(`behind ${row?.id}`);
    }),
    db.lookup(async (tx) => {
      await tx`select 1`;
      order.push("first");
    }),
  ];
  expect(behind.inFlight).toBe(3);
  end.resolve();
  await Promise.all([first, ...later]);
  expect(order).toEqual(["first", `behind ${tenantId}`]);
});

it("is the same pool, by which things are kept beside a database", () => {
  expect(behindOthers(database.db).sql).toBe(database.db.sql);
});
