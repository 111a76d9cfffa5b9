import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeEngines, makeTenant, type TestDb } from "../tests/support/test-db.ts";

/** Tables of schema xin that belong to no tenant. */
const withoutTenant = ["schema_migrations"];

/** What xin_app may do where it may not do everything. Wider grants need a reason, and a line here. */
const appendOnly = ["audit_log", "events", "policy_versions"];

describeEngines("row level security", (open) => {
  let database: TestDb;
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    database = await open();
    ours = await makeTenant(database.db, "Ours");
    theirs = await makeTenant(database.db, "Theirs");
  });

  afterAll(async () => {
    await database?.close();
  });

  const insertContact = (asTenant: string, ofTenant: string) =>
    database.db.tenant(
      asTenant,
      (tx) =>
        tx`insert into xin.contacts (tenant_id, id, name) values (${ofTenant}, ${randomUUID()}, 'Ada')`,
    );

  test("a query without a tenant sees no row", async () => {
    await insertContact(ours, ours);
    const rows = await database.db.lookup((tx) => tx`select * from xin.contacts`);
    expect(rows).toHaveLength(0);
  });

  test("a query sees its own tenant's rows and no others", async () => {
    await insertContact(theirs, theirs);
    const rows = await database.db.tenant(ours, (tx) => tx`select tenant_id from xin.contacts`);
    expect(new Set(rows.map((row) => row["tenant_id"]))).toEqual(new Set([ours]));
  });

  test("a row for another tenant is refused", async () => {
    await expect(insertContact(ours, theirs)).rejects.toMatchObject({ code: "42501" });
  });

  test("another tenant's row can be neither changed nor deleted", async () => {
    const changed = await database.db.tenant(
      ours,
      (tx) => tx`update xin.contacts set name = 'Eve' where tenant_id = ${theirs}`,
    );
    expect(changed.count).toBe(0);
    const moved = database.db.tenant(
      ours,
      (tx) => tx`update xin.contacts set tenant_id = ${theirs}`,
    );
    await expect(moved).rejects.toMatchObject({ code: "42501" });
  });

  test("the owner of the tables is bound by it as well", async () => {
    const rows = await database.owner.lookup((tx) => tx`select * from xin.contacts`);
    expect(rows).toHaveLength(0);
  });

  test("every table has it, enabled and forced, with a policy", async () => {
    const bare = await database.db.lookup(
      (tx) => tx`
        select c.relname as name from pg_class c
        where c.relnamespace = 'xin'::regnamespace and c.relkind in ('r', 'p')
          and not (c.relname = any (${withoutTenant}))
          and not (c.relrowsecurity and c.relforcerowsecurity
            and exists (select from pg_policy p where p.polrelid = c.oid))`,
    );
    expect(bare.map((row) => row["name"])).toEqual([]);
  });

  test("every policy that xin_app falls under compares with the tenant", async () => {
    const loose = await database.db.lookup(
      (tx) => tx`
        select tablename, policyname from pg_policies
        where schemaname = 'xin' and permissive = 'PERMISSIVE' and (roles && array['public', 'xin_app']::name[])
          and (coalesce(qual, with_check) not like '%tenant_id()%'
            or coalesce(with_check, qual) not like '%tenant_id()%')`,
    );
    expect([...loose]).toEqual([]);
  });

  test("xin_app owns nothing, creates nothing and empties nothing", async () => {
    const [owned] = await database.db.lookup(
      (tx) => tx`
        select (select count(*) from pg_class where relowner = 'xin_app'::regrole) as tables,
          has_schema_privilege('xin_app', 'xin', 'create') as creates,
          has_schema_privilege('xin_app', 'public', 'create') as creates_public,
          has_database_privilege('xin_app', current_database(), 'temporary') as temporary`,
    );
    expect(owned).toEqual({ tables: 0, creates: false, creates_public: false, temporary: false });
    const wide = await database.db.lookup(
      (tx) => tx`
        select c.relname as name from pg_class c
        where c.relnamespace = 'xin'::regnamespace and c.relkind in ('r', 'p')
          and (has_table_privilege('xin_app', c.oid, 'truncate')
            or has_table_privilege('xin_app', c.oid, 'trigger')
            or has_table_privilege('xin_app', c.oid, 'references'))`,
    );
    expect(wide.map((row) => row["name"])).toEqual([]);
  });

  test("xin_app cannot rewrite what is append-only", async () => {
    const wide = await database.db.lookup(
      (tx) => tx`
        select c.relname as name from pg_class c
        where c.relnamespace = 'xin'::regnamespace and c.relname = any (${appendOnly})
          and (has_any_column_privilege('xin_app', c.oid, 'update')
            or has_table_privilege('xin_app', c.oid, 'delete'))`,
    );
    expect(wide.map((row) => row["name"])).toEqual([]);
  });

  test("people are reached through functions only", async () => {
    const direct = database.db.tenant(ours, (tx) => tx`select * from xin.people`);
    await expect(direct).rejects.toMatchObject({ code: "42501" });
  });

  test("functions that see beyond a tenant fix their search path", async () => {
    const loose = await database.db.lookup(
      (tx) => tx`
        select proname as name from pg_proc
        where pronamespace = 'xin'::regnamespace and prosecdef
          and not exists (select from unnest(coalesce(proconfig, '{}')) s where s like 'search_path=%')`,
    );
    expect(loose.map((row) => row["name"])).toEqual([]);
  });

  test("the tenant never leaks over pooled connections", async () => {
    const wrong: unknown[] = [];
    const look = async (tenantId: string | null) => {
      const seen = await (tenantId === null
        ? database.db.lookup((tx) => tx`select id from xin.tenants`)
        : database.db.tenant(tenantId, (tx) => tx`select id from xin.tenants`));
      const expected = tenantId === null ? [] : [tenantId];
      if (JSON.stringify(seen.map((row) => row["id"])) !== JSON.stringify(expected)) {
        wrong.push({ tenantId, seen });
      }
    };
    const failing = (tenantId: string) =>
      database.db.tenant(tenantId, (tx) => tx`select 1 / 0`).catch(() => null);
    const jobs = Array.from({ length: 3000 }, (_, n) => n);
    const worker = async () => {
      for (let n = jobs.pop(); n !== undefined; n = jobs.pop()) {
        if (n % 7 === 0) await failing(ours);
        else await look([ours, theirs, null][n % 3] ?? null);
      }
    };
    await Promise.all(Array.from({ length: 30 }, worker));
    expect(wrong).toEqual([]);
  });
});
