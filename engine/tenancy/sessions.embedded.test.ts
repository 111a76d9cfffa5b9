import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestDb } from "../../tests/support/test-db.ts";
import { openTestDb } from "../../tests/support/test-db.ts";
import { addMember } from "./add-member.ts";
import { createTenant } from "./create-tenant.ts";
import {
  closeOtherSessions,
  closeSession,
  createSignInLink,
  openSession,
  sessionByToken,
  switchWorkspace,
  useSignInLink,
  workspacesOf,
} from "./sessions.ts";
import { systemEnvelope } from "./system-envelope.ts";
import { hashToken, newToken } from "./token.ts";

let testDb: TestDb;
let acme: { tenantId: string; memberId: string };
let globex: { tenantId: string; memberId: string };
let initech: { tenantId: string; memberId: string };

const makeTenant = async (slug: string, email: string) => {
  const tenantId = await createTenant(testDb.db, { slug, name: slug, by: "test" });
  const envelope = systemEnvelope(tenantId, "test");
  const member = { email, name: "Ada", role: "admin", locale: "en" } as const;
  return { tenantId, memberId: await addMember(testDb.db, envelope, member) };
};

beforeAll(async () => {
  testDb = await openTestDb();
  acme = await makeTenant("acme", "ada@example.com");
  globex = await makeTenant("globex", "ADA@example.com");
  initech = await makeTenant("initech", "bob@example.com");
});
afterAll(() => testDb?.close());

const age = (token: string, column: "expires_at" | "used_at", interval: string) =>
  testDb.owner.lookup(
    (tx) => tx`update xin.sessions set ${tx(column)} = now() - ${interval}::interval
      where token_hash = ${hashToken(token)}`,
  );

describe("sessions", () => {
  test("a token answers who is signed in, and only its hash is stored", async () => {
    const token = await openSession(testDb.db, acme);
    expect(await sessionByToken(testDb.db, token)).toMatchObject({
      ...acme,
      tenantSlug: "acme",
      role: "admin",
      name: "Ada",
      email: "ada@example.com",
      locale: "en",
    });
    const [row] = await testDb.owner.lookup(
      (tx) => tx`select count(*) as n from xin.sessions where token_hash = ${Buffer.from(token)}`,
    );
    expect(row?.["n"]).toBe(0);
  });

  test.each(["", "short", newToken(), "'; drop table xin.sessions; --"])(
    "%j opens nothing",
    async (token) => {
      expect(await sessionByToken(testDb.db, token)).toBeNull();
      expect(await workspacesOf(testDb.db, token)).toEqual([]);
      expect(await switchWorkspace(testDb.db, token, "acme")).toBe(false);
    },
  );

  test("every sign-in gets a token of its own", async () => {
    expect(await openSession(testDb.db, acme)).not.toBe(await openSession(testDb.db, acme));
  });

  test("signing out ends the session", async () => {
    const token = await openSession(testDb.db, acme);
    await closeSession(testDb.db, token);
    expect(await sessionByToken(testDb.db, token)).toBeNull();
  });

  test("a session ends at its time, used or not", async () => {
    const token = await openSession(testDb.db, acme);
    await age(token, "expires_at", "1 second");
    expect(await sessionByToken(testDb.db, token)).toBeNull();
    expect(await switchWorkspace(testDb.db, token, "globex")).toBe(false);
  });

  test("a session ends after seven days without use, and use keeps it", async () => {
    const idle = await openSession(testDb.db, acme);
    await age(idle, "used_at", "7 days 1 second");
    expect(await sessionByToken(testDb.db, idle)).toBeNull();

    const used = await openSession(testDb.db, acme);
    await age(used, "used_at", "6 days 23 hours");
    expect(await sessionByToken(testDb.db, used)).not.toBeNull();
    const [row] = await testDb.owner.lookup(
      (tx) => tx<{ fresh: boolean }[]>`select used_at > now() - interval '1 minute' as fresh
        from xin.sessions where token_hash = ${hashToken(used)}`,
    );
    expect(row?.fresh).toBe(true);
  });

  test("all other sessions of a person can be ended, in every workspace", async () => {
    const kept = await openSession(testDb.db, acme);
    const other = await openSession(testDb.db, globex);
    const stranger = await openSession(testDb.db, initech);
    const principal = await sessionByToken(testDb.db, kept);
    if (principal === null) throw new Error("not signed in");
    await closeOtherSessions(testDb.db, principal, kept);
    expect(await sessionByToken(testDb.db, kept)).not.toBeNull();
    expect(await sessionByToken(testDb.db, other)).toBeNull();
    expect(await sessionByToken(testDb.db, stranger)).not.toBeNull();
  });
});

describe("workspaces", () => {
  test("a person sees the workspaces of the same address, oldest first", async () => {
    const token = await openSession(testDb.db, globex);
    const slugs = (await workspacesOf(testDb.db, token)).map((workspace) => workspace.slug);
    expect(slugs).toEqual(["acme", "globex"]);
  });

  test("switching moves the session", async () => {
    const token = await openSession(testDb.db, acme);
    expect(await switchWorkspace(testDb.db, token, "globex")).toBe(true);
    expect(await sessionByToken(testDb.db, token)).toMatchObject({
      tenantSlug: "globex",
      ...globex,
    });
  });

  test("a foreign workspace is refused exactly as one that does not exist", async () => {
    const token = await openSession(testDb.db, acme);
    expect(await switchWorkspace(testDb.db, token, "initech")).toBe(false);
    expect(await switchWorkspace(testDb.db, token, "no-such-place")).toBe(false);
    expect(await sessionByToken(testDb.db, token)).toMatchObject({ tenantSlug: "acme" });
  });
});

describe("sign-in links", () => {
  test("a link signs in once", async () => {
    const link = await createSignInLink(testDb.db, acme.tenantId, acme.memberId, 60_000);
    expect(await useSignInLink(testDb.db, link)).toEqual(acme);
    expect(await useSignInLink(testDb.db, link)).toBeNull();
  });

  test("two uses at the same moment: one wins", async () => {
    const link = await createSignInLink(testDb.db, acme.tenantId, acme.memberId, 60_000);
    const uses = await Promise.all([1, 2, 3].map(() => useSignInLink(testDb.db, link)));
    expect(uses.filter((use) => use !== null)).toEqual([acme]);
  });

  test("a link that is over signs nobody in", async () => {
    const link = await createSignInLink(testDb.db, acme.tenantId, acme.memberId, -1);
    expect(await useSignInLink(testDb.db, link)).toBeNull();
  });

  test("no link for a member of another workspace", async () => {
    const create = createSignInLink(testDb.db, acme.tenantId, initech.memberId, 60_000);
    await expect(create).rejects.toMatchObject({ kind: "not_found" });
  });
});

test("opening and closing a session leaves rows in the audit log, without the token", async () => {
  const token = await openSession(testDb.db, initech);
  await closeSession(testDb.db, token);
  const rows = await testDb.db.tenant(
    initech.tenantId,
    (tx) => tx<{ action: string; row: string }[]>`
      select action, a::text as row from xin.audit_log a where actor_id = ${initech.memberId} order by id`,
  );
  expect(rows.slice(-2).map((row) => row.action)).toEqual(["session.open", "session.close"]);
  expect(JSON.stringify(rows)).not.toContain(token);
});
