import { createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { KeyProvider } from "../tenancy/key-provider.ts";

/** A code and what is stored of it. */
export type MadeCode = {
  /** Six digits. */
  readonly code: string;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
  readonly hash: Uint8Array;
};

/** Makes a code at random. Its hash is keyed, so that whoever has the table alone cannot try all codes. */
export const makeCode = async (
  keys: KeyProvider,
  tenantId: string,
  checkId: string,
): Promise<MadeCode> => {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const key = randomBytes(32);
  const wrapped = await keys.wrap(key, placeOf(tenantId, checkId));
  return { code, keyId: keys.currentKeyId, wrapped, hash: hashOf(key, code) };
};

/** Six digits as somebody typed them, also with spaces, hyphens or in full width; null for anything else. */
export const readCode = (typed: string): string | null => {
  const digits = typed.normalize("NFKC").replaceAll(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
};

/** Whether a code is the one that was sent, in time that tells nothing about it. */
export const isCode = async (
  keys: KeyProvider,
  tenantId: string,
  checkId: string,
  {
    keyId,
    wrapped,
    hash,
  }: { readonly keyId: string; readonly wrapped: Uint8Array; readonly hash: Uint8Array },
  code: string,
): Promise<boolean> => {
  const key = await keys.unwrap(keyId, wrapped, placeOf(tenantId, checkId));
  return timingSafeEqual(hashOf(key, code), hash);
};

const hashOf = (key: Uint8Array, code: string) => createHmac("sha256", key).update(code).digest();

/** What a wrapped key is bound to: tenant|table|column|row. */
const placeOf = (tenantId: string, checkId: string) =>
  `${tenantId}|identity_checks|wrapped_key|${checkId}`;
