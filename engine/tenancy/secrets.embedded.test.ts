import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDb } from "../../tests/support/test-db.ts";
import { openTestDb } from "../../tests/support/test-db.ts";
import { createTenant } from "./create-tenant.ts";
import { type LocalKeyProvider, openLocalKeys } from "./key-provider.ts";
import { deleteSecret, openSecret, rewrapSecrets, sealSecret } from "./secrets.ts";
import { systemEnvelope } from "./system-envelope.ts";

let testDb: TestDb;
let folder: string;
let keys: LocalKeyProvider;
let acme: string;
let globex: string;

beforeAll(async () => {
  testDb = await openTestDb();
  folder = await mkdtemp(join(tmpdir(), "xin-secrets-"));
  keys = await openLocalKeys(folder);
  acme = await createTenant(testDb.db, { slug: "acme", name: "Acme", by: "test" });
  globex = await createTenant(testDb.db, { slug: "globex", name: "Globex", by: "test" });
});
afterAll(async () => {
  await testDb?.close();
  await rm(folder, { recursive: true, force: true });
});

const set = (tenantId: string, name: string, value: string) =>
  sealSecret(testDb.db, keys, systemEnvelope(tenantId, "test"), { name, value });
const get = (tenantId: string, name: string) => openSecret(testDb.db, keys, tenantId, name);

test("a secret comes back as it was, and can be replaced", async () => {
  await set(acme, "crm.key", "canary-密钥-1");
  expect(await get(acme, "crm.key")).toBe("canary-密钥-1");
  await set(acme, "crm.key", "canary-2");
  expect(await get(acme, "crm.key")).toBe("canary-2");
  expect(await get(globex, "crm.key")).toBeNull();
});

test("neither the database nor the audit log holds the value", async () => {
  await set(acme, "hook", "canary-in-the-dump");
  const dump = await testDb.db.tenant(acme, async (tx) => [
    await tx`select * from xin.secrets`,
    await tx`select * from xin.audit_log`,
  ]);
  const bytes = JSON.stringify(dump, (_, value) =>
    Buffer.isBuffer(value) ? value.toString("latin1") : value,
  );
  expect(bytes).not.toContain("canary-in-the-dump");
});

test("a row copied to another tenant, or to another name, cannot be read", async () => {
  await set(acme, "stolen", "canary-3");
  await testDb.owner.lookup(async (tx) => {
    await tx`select set_config('app.tenant_id', ${acme}, true)`;
    const [row] =
      await tx`select key_id, wrapped_key, nonce, ciphertext from xin.secrets where name = 'stolen'`;
    await tx`insert into xin.secrets ${tx({ ...row, tenant_id: acme, name: "renamed" })}`;
    await tx`select set_config('app.tenant_id', ${globex}, true)`;
    await tx`insert into xin.secrets ${tx({ ...row, tenant_id: globex, name: "stolen" })}`;
  });
  await expect(get(globex, "stolen")).rejects.toMatchObject({ reason: "changed" });
  await expect(get(acme, "renamed")).rejects.toMatchObject({ reason: "changed" });
  expect(await get(acme, "stolen")).toBe("canary-3");
});

test("a single changed byte is noticed", async () => {
  await set(acme, "bits", "canary-4");
  await testDb.db.tenant(
    acme,
    (tx) => tx`update xin.secrets
      set ciphertext = set_byte(ciphertext, 0, (get_byte(ciphertext, 0) + 1) % 256) where name = 'bits'`,
  );
  await expect(get(acme, "bits")).rejects.toMatchObject({ reason: "changed" });
});

test("after a rotation old secrets can be read, and are wrapped anew with the new key", async () => {
  await set(globex, "old", "canary-5");
  const before = keys.currentKeyId;
  const current = await keys.rotate();
  expect(current).not.toBe(before);
  expect(await get(globex, "old")).toBe("canary-5");

  const reopened = await openLocalKeys(folder);
  expect(reopened.currentKeyId).toBe(current);
  await testDb.db.tenant(globex, (tx) => tx`delete from xin.secrets where name = 'stolen'`);
  expect(await rewrapSecrets(testDb.db, keys, systemEnvelope(globex, "test"))).toBe(1);
  expect(await rewrapSecrets(testDb.db, keys, systemEnvelope(globex, "test"))).toBe(0);
  const [row] = await testDb.db.tenant(
    globex,
    (tx) => tx`select key_id from xin.secrets where name = 'old'`,
  );
  expect(row?.["key_id"]).toBe(current);
  expect(await get(globex, "old")).toBe("canary-5");
});

test("a process that started before a rotation reads what was sealed after it", async () => {
  const early = await openLocalKeys(folder);
  await keys.rotate();
  await set(acme, "late", "canary-6");
  expect(await openSecret(testDb.db, early, acme, "late")).toBe("canary-6");
});

test("a secret can be erased", async () => {
  await set(acme, "gone", "canary-7");
  expect(await deleteSecret(testDb.db, systemEnvelope(acme, "test"), "gone")).toBe(true);
  expect(await get(acme, "gone")).toBeNull();
});

test("only an owner may set one", async () => {
  const owner = systemEnvelope(acme, "test");
  const admin = { ...owner, actor: { ...owner.actor, role: "admin" as const } };
  const attempt = sealSecret(testDb.db, keys, admin, { name: "x", value: "y" });
  await expect(attempt).rejects.toMatchObject({ kind: "forbidden" });
});

test("the key file is its owner's alone, and two first starts agree on it", async () => {
  const fresh = await mkdtemp(join(tmpdir(), "xin-keys-"));
  try {
    const [one, two] = await Promise.all([openLocalKeys(fresh), openLocalKeys(fresh)]);
    expect(one.currentKeyId).toBe(two.currentKeyId);
    expect((await stat(join(fresh, "keys.json"))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(fresh, { recursive: true });
  }
});

test("without its key, or with a damaged key file, the error says what to restore", async () => {
  const fresh = await mkdtemp(join(tmpdir(), "xin-keys-"));
  try {
    await set(acme, "orphan", "canary-8");
    const other = await openLocalKeys(fresh);
    const read = openSecret(testDb.db, other, acme, "orphan");
    await expect(read).rejects.toMatchObject({
      reason: "unknown_key",
      message: expect.stringContaining("Restore"),
    });
    await writeFile(join(fresh, "keys.json"), "{ half a fi");
    await expect(openLocalKeys(fresh)).rejects.toMatchObject({ reason: "key_file" });
    expect(await readFile(join(fresh, "keys.json"), "utf8")).toBe("{ half a fi");
  } finally {
    await rm(fresh, { recursive: true });
  }
});
