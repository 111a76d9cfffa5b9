import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDb } from "../../tests/support/test-db.ts";
import { openTestDb } from "../../tests/support/test-db.ts";
import { addMember } from "./add-member.ts";
import { createTenant } from "./create-tenant.ts";
import { openSession, sessionByToken } from "./sessions.ts";
import { setPassword } from "./set-password.ts";
import { signInWithPassword } from "./sign-in-with-password.ts";
import { systemEnvelope } from "./system-envelope.ts";

let testDb: TestDb;
let tenantId: string;
let memberId: string;

const password = "correct horse battery staple 正确";

beforeAll(async () => {
  testDb = await openTestDb();
  tenantId = await createTenant(testDb.db, { slug: "acme", name: "Acme", by: "test" });
  const member = { email: "ada@example.com", name: "Ada", role: "operator", locale: "en" } as const;
  memberId = await addMember(testDb.db, systemEnvelope(tenantId, "test"), member);
  const keptToken = await openSession(testDb.db, { tenantId, memberId });
  const principal = await principalOf(keptToken);
  await setPassword(testDb.db, principal, { current: null, next: password, keptToken });
});
afterAll(() => testDb?.close());

const principalOf = async (token: string) => {
  const principal = await sessionByToken(testDb.db, token);
  if (principal === null) throw new Error("not signed in");
  return principal;
};

test("the right password opens a session, whatever the case of the address", async () => {
  const signedIn = await signInWithPassword(testDb.db, " Ada@Example.com ", password, "10.0.0.1");
  expect(await sessionByToken(testDb.db, signedIn?.token ?? "")).toMatchObject({ memberId });
});

test("nothing is cut off: a longer password is another one", async () => {
  expect(
    await signInWithPassword(testDb.db, "ada@example.com", `${password}x`, "10.0.0.2"),
  ).toBeNull();
});

test("an unknown address gets the same answer as a wrong password", async () => {
  const unknown = await signInWithPassword(
    testDb.db,
    "nobody@example.com",
    "wrong-one",
    "10.0.0.3",
  );
  const wrong = await signInWithPassword(testDb.db, "ada@example.com", "wrong-one", "10.0.0.3");
  expect([unknown, wrong]).toEqual([null, null]);
});

test("after five failures even the right password waits, and the others do not", async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await signInWithPassword(testDb.db, "eve@example.com", "wrong-one", `10.0.1.${attempt}`);
  }
  const sixth = signInWithPassword(testDb.db, "eve@example.com", "wrong-one", "10.0.1.9");
  await expect(sixth).rejects.toMatchObject({ kind: "overloaded" });
  expect(
    await signInWithPassword(testDb.db, "ada@example.com", password, "10.0.1.9"),
  ).not.toBeNull();
});

test("guesses sent all at once do not slip through the throttle", async () => {
  const guesses = Array.from({ length: 12 }, () =>
    signInWithPassword(testDb.db, "mallory@example.com", "wrong-one", "10.0.2.1").catch(
      (error: unknown) => error,
    ),
  );
  const answers = await Promise.all(guesses);
  expect(answers.filter((answer) => answer === null)).toHaveLength(5);
});

test("one network address cannot try many people", async () => {
  const tries: unknown[] = [];
  for (let person = 0; person < 31; person += 1) {
    const email = `person${person}@example.com`;
    tries.push(
      await signInWithPassword(testDb.db, email, "wrong-one", "10.9.9.9").catch(
        (error: unknown) => error,
      ),
    );
  }
  expect(tries.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => null));
  expect(tries[30]).toMatchObject({ kind: "overloaded" });
});

test("a failed sign-in of a known person is in the audit log", async () => {
  await signInWithPassword(testDb.db, "ada@example.com", "wrong-one", "10.0.4.1");
  const rows = await testDb.db.tenant(
    tenantId,
    (tx) => tx`select action from xin.audit_log where action = 'session.refused'`,
  );
  expect(rows.length).toBeGreaterThan(0);
});

test("a new password needs the current one and ends the other sessions", async () => {
  const keptToken = await openSession(testDb.db, { tenantId, memberId });
  const other = await openSession(testDb.db, { tenantId, memberId });
  const principal = await principalOf(keptToken);
  const next = "another long enough secret";

  const wrong = setPassword(testDb.db, principal, { current: "not it", next, keptToken });
  await expect(wrong).rejects.toMatchObject({ kind: "forbidden" });
  expect(await sessionByToken(testDb.db, other)).not.toBeNull();

  await setPassword(testDb.db, principal, { current: password, next, keptToken });
  expect(await sessionByToken(testDb.db, other)).toBeNull();
  expect(await sessionByToken(testDb.db, keptToken)).not.toBeNull();
  expect(await signInWithPassword(testDb.db, "ada@example.com", next, "10.0.5.1")).not.toBeNull();
});

test.each(["short", "password123", "ada@example.com", "aaaaaaaaaaaa"])(
  "%s is refused as a password with a sentence that says why",
  async (next) => {
    const keptToken = await openSession(testDb.db, { tenantId, memberId });
    const principal = await principalOf(keptToken);
    const attempt = setPassword(testDb.db, principal, { current: null, next, keptToken });
    await expect(attempt).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/short|guess/),
    });
  },
);
