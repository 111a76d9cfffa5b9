import { randomBytes } from "node:crypto";
import type { Db, Tx } from "#db/client.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { type KeyProvider, seal, unseal } from "./key-provider.ts";
import { assertMay } from "./permissions.ts";

/**
 * Stores a secret of the envelope's tenant under a name, replacing an older one. The value is sealed
 * with a key of its own, that key with the provider's, both bound to tenant, table, column and row: a
 * row copied to another tenant or name cannot be read. Needs `secrets.manage`.
 */
export const sealSecret = async (
  db: Db,
  keys: KeyProvider,
  envelope: Envelope,
  secret: { readonly name: string; readonly value: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "secrets.manage");
  const { tenantId } = envelope;
  const row = context(tenantId, secret.name);
  const dataKey = randomBytes(32);
  const sealed = seal(dataKey, Buffer.from(secret.value), row.ciphertext);
  const keyId = keys.currentKeyId;
  const wrapped = await keys.wrap(dataKey, row.wrappedKey);
  await db.tenant(tenantId, async (tx) => {
    await tx`insert into xin.secrets (tenant_id, name, key_id, wrapped_key, nonce, ciphertext)
      values (${tenantId}, ${secret.name}, ${keyId}, ${wrapped}, ${sealed.subarray(0, 12)}, ${sealed.subarray(12)})
      on conflict (tenant_id, name) do update set key_id = excluded.key_id, wrapped_key = excluded.wrapped_key,
        nonce = excluded.nonce, ciphertext = excluded.ciphertext, created_at = now()`;
    await recordAudit(tx, envelope, "secret.set", secret.name, { keyId });
  });
};

/** The value of a tenant's secret; null when there is none. Throws SecretUnreadable when it was tampered with. */
export const openSecret = async (
  db: Db,
  keys: KeyProvider,
  tenantId: string,
  name: string,
): Promise<string | null> => {
  const stored = await db.tenant(tenantId, (tx) => readSecret(tx, name));
  if (stored === undefined) return null;
  const row = context(tenantId, name);
  const dataKey = await keys.unwrap(stored.keyId, stored.wrapped, row.wrappedKey);
  const sealed = Buffer.concat([stored.nonce, stored.ciphertext]);
  return Buffer.from(unseal(dataKey, sealed, row.ciphertext)).toString("utf8");
};

/**
 * Wraps the tenant's data keys anew with the provider's current key, one row at a time, while the
 * secrets stay readable. The values themselves are not touched. Answers how many rows changed.
 */
export const rewrapSecrets = async (
  db: Db,
  keys: KeyProvider,
  envelope: Envelope,
): Promise<number> => {
  assertMay(envelope.actor.role, "secrets.manage");
  const { tenantId } = envelope;
  const current = keys.currentKeyId;
  const names = await db.tenant(
    tenantId,
    (tx) => tx<{ name: string }[]>`select name from xin.secrets where key_id <> ${current}`,
  );
  let rewrapped = 0;
  for (const { name } of names) {
    rewrapped += await db.tenant(tenantId, async (tx) => {
      const stored = await readSecret(tx, name, "locked");
      if (stored === undefined || stored.keyId === current) return 0;
      const { wrappedKey } = context(tenantId, name);
      const dataKey = await keys.unwrap(stored.keyId, stored.wrapped, wrappedKey);
      await tx`update xin.secrets set key_id = ${current}, wrapped_key = ${await keys.wrap(dataKey, wrappedKey)}
        where name = ${name}`;
      await recordAudit(tx, envelope, "secret.rewrap", name, { keyId: current });
      return 1;
    });
  }
  return rewrapped;
};

/** Erases a secret. Answers whether there was one. Needs `secrets.manage`. */
export const deleteSecret = async (db: Db, envelope: Envelope, name: string): Promise<boolean> => {
  assertMay(envelope.actor.role, "secrets.manage");
  return db.tenant(envelope.tenantId, async (tx) => {
    const deleted = await tx`delete from xin.secrets where name = ${name}`;
    if (deleted.count === 0) return false;
    await recordAudit(tx, envelope, "secret.delete", name);
    return true;
  });
};

type StoredSecret = { keyId: string; wrapped: Buffer; nonce: Buffer; ciphertext: Buffer };

const readSecret = async (tx: Tx, name: string, lock: "locked" | "free" = "free") => {
  const [stored] = await tx<StoredSecret[]>`
    select key_id as "keyId", wrapped_key as wrapped, nonce, ciphertext
    from xin.secrets where name = ${name} ${lock === "locked" ? tx`for update` : tx``}`;
  return stored;
};

/** What a sealed text is bound to: tenant|table|column|row. */
const context = (tenantId: string, name: string) => ({
  ciphertext: `${tenantId}|secrets|ciphertext|${name}`,
  wrappedKey: `${tenantId}|secrets|wrapped_key|${name}`,
});
