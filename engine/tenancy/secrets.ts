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
  const sealed = await sealForStore(keys, envelope, secret);
  await db.tenant(envelope.tenantId, (tx) => storeSealed(tx, envelope, sealed));
};

/** A secret that is ready to be stored: nobody can read it without the provider's key. */
export type SealedSecret = {
  readonly name: string;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
  readonly sealed: Uint8Array;
};

/** Seals a secret as `sealSecret` does, to be stored together with what it belongs to. Needs `secrets.manage`. */
export const sealForStore = async (
  keys: KeyProvider,
  { tenantId, actor }: Envelope,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<SealedSecret> => {
  assertMay(actor.role, "secrets.manage");
  const row = context(tenantId, name);
  const dataKey = randomBytes(32);
  const sealed = seal(dataKey, Buffer.from(value), row.ciphertext);
  const keyId = keys.currentKeyId;
  return { name, keyId, wrapped: await keys.wrap(dataKey, row.wrappedKey), sealed };
};

/** Stores a sealed secret in its tenant, replacing an older one of that name. */
export const storeSealed = async (
  tx: Tx,
  envelope: Envelope,
  { name, keyId, wrapped, sealed }: SealedSecret,
): Promise<void> => {
  await tx`insert into xin.secrets (tenant_id, name, key_id, wrapped_key, nonce, ciphertext)
    values (${envelope.tenantId}, ${name}, ${keyId}, ${wrapped}, ${sealed.subarray(0, 12)}, ${sealed.subarray(12)})
    on conflict (tenant_id, name) do update set key_id = excluded.key_id, wrapped_key = excluded.wrapped_key,
      nonce = excluded.nonce, ciphertext = excluded.ciphertext, created_at = now()`;
  await recordAudit(tx, envelope, "secret.set", name, { keyId });
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
export const deleteSecret = (db: Db, envelope: Envelope, name: string): Promise<boolean> =>
  db.tenant(envelope.tenantId, (tx) => deleteSecretWithin(tx, envelope, name));

/** The same as part of another change. */
export const deleteSecretWithin = async (
  tx: Tx,
  envelope: Envelope,
  name: string,
): Promise<boolean> => {
  assertMay(envelope.actor.role, "secrets.manage");
  const deleted = await tx`delete from xin.secrets where name = ${name}`;
  if (deleted.count === 0) return false;
  await recordAudit(tx, envelope, "secret.delete", name);
  return true;
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
