import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import { makeTestWorkspace } from "../../tests/support/test-workspace.ts";
import { readLog } from "../reads/events.ts";
import { appendTenantEvent } from "./append-tenant-event.ts";

describeEngines("events of the tenant itself", (open) => {
  let database: TestDb;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const event = (name: string) => ({
    type: "policy.published",
    actor: { kind: "member", id: null, name } as const,
    payload: { version: 2 },
    traceparent: null,
  });

  it("stand in the same log as its conversations', which readers of those pass over", async () => {
    const { db } = database;
    const workspace = await makeTestWorkspace(db);
    const { tenantId } = workspace;
    await workspace.openConversation();
    const append = (name: string) =>
      db.tenant(tenantId, (tx) => appendTenantEvent(tx, tenantId, event(name)));
    const positions = await Promise.all([append("Anna"), append("half \ud83d")]);
    expect(positions.toSorted()).toEqual([3, 4]);
    await workspace.openConversation();
    const log = await db.tenant(tenantId, (tx) => readLog(tx, { after: 2, limit: 2 }));
    expect(log).toEqual({ events: [], position: 4 });
    const rest = await db.tenant(tenantId, (tx) => readLog(tx, { after: 4, limit: 10 }));
    expect(rest.events.map(({ position }) => position)).toEqual([5, 6]);
    expect(rest.position).toBe(6);
  });

  it("are refused without a tenant's position", async () => {
    const { db } = database;
    const ours = await makeTestWorkspace(db);
    const theirs = await makeTestWorkspace(db);
    await expect(
      db.tenant(ours.tenantId, (tx) => appendTenantEvent(tx, theirs.tenantId, event("Anna"))),
    ).rejects.toThrow("tenant_positions");
  });
});
