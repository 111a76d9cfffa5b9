import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDb, openTestDb } from "../../tests/support/test-db.ts";
import { countOutages } from "./count-outages.ts";
import { makeMetrics } from "./metrics.ts";
import { withDeadline } from "./with-deadline.ts";

let testDb: TestDb;
beforeAll(async () => {
  testDb = await openTestDb();
});
afterAll(() => testDb?.close());

test("counts what was given up, by reason, and nothing else", async () => {
  const metrics = makeMetrics();
  const db = countOutages(testDb.db, metrics);
  const tooLate = db.lookup((tx) => tx`select pg_sleep(0.3)`, { deadlineMs: 30 });
  await expect(tooLate).rejects.toMatchObject({ reason: "deadline" });
  await expect(db.lookup((tx) => tx`select nonsense`)).rejects.toThrow("nonsense");
  const text = await metrics.registry.metrics();
  expect(text).toContain('xin_database_unavailable_total{reason="deadline"} 1');
  expect(text.match(/^xin_database_unavailable_total\{/gm)).toHaveLength(1);
});

test("withDeadline gives calls that name none another deadline, and keeps the rest", async () => {
  const db = withDeadline(testDb.db, 30);
  expect(db.engine).toBe(testDb.db.engine);
  expect(db.inFlight).toBe(testDb.db.inFlight);
  const late = db.lookup((tx) => tx`select pg_sleep(0.3)`);
  await expect(late).rejects.toMatchObject({ reason: "deadline" });
  const own = db.lookup((tx) => tx`select pg_sleep(0.1), 1 as one`, { deadlineMs: 5000 });
  expect(await own).toMatchObject([{ one: 1 }]);
});
