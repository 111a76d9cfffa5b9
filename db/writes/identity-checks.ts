import type { Tx } from "../client.ts";

/** A code as it is stored. */
export type NewIdentityCheck = {
  readonly id: string;
  readonly conversationId: string;
  readonly contactId: string;
  /** In small letters. */
  readonly email: string;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
  readonly hash: Uint8Array;
  readonly validSeconds: number;
};

/** Stores a code in place of those of the conversation that still wait. What is older than 30 days goes. */
export const insertIdentityCheck = async (
  tx: Tx,
  tenantId: string,
  { id, conversationId, contactId, email, keyId, wrapped, hash, validSeconds }: NewIdentityCheck,
): Promise<void> => {
  await tx`delete from xin.identity_checks where created_at < now() - interval '30 days'`;
  await tx`update xin.identity_checks set state = 'replaced'
    where conversation_id = ${conversationId} and state = 'open'`;
  await tx`insert into xin.identity_checks
    (tenant_id, id, conversation_id, contact_id, email, key_id, wrapped_key, code_hash, expires_at)
    values (${tenantId}, ${id}, ${conversationId}, ${contactId}, ${email}, ${keyId}, ${wrapped}, ${hash},
      now() + make_interval(secs => ${validSeconds}))`;
};

/** When codes were sent lately, by whose limit they count. */
export type SentCodes = Readonly<Record<"contact" | "address" | "tenant", readonly Date[]>>;

/** Codes of the last day: of a contact and to an address all of them, of the tenant those of the last hour. */
export const readSentCodes = async (
  tx: Tx,
  contactId: string,
  email: string,
): Promise<SentCodes & { readonly now: Date }> => {
  const rows = await tx<{ at: Date; byContact: boolean; toAddress: boolean }[]>`
    select created_at as at, contact_id = ${contactId} as "byContact", email = ${email} as "toAddress"
    from xin.identity_checks
    where created_at > now() - interval '1 day'
      and (contact_id = ${contactId} or email = ${email} or created_at > now() - interval '1 hour')
    order by created_at`;
  const [clock] = await tx<{ now: Date }[]>`select now()`;
  const of = (picked: readonly { readonly at: Date }[]) => picked.map(({ at }) => at);
  return {
    contact: of(rows.filter(({ byContact }) => byContact)),
    address: of(rows.filter(({ toAddress }) => toAddress)),
    tenant: of(rows),
    now: clock?.now ?? new Date(),
  };
};

/** Lets one transaction of the tenant after the other send codes, so that limits hold for all of them together. */
export const takeTurnToSend = async (tx: Tx, tenantId: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtext(${`identity ${tenantId}`}))`;
};

/** A code that somebody tries to enter. */
export type EnteredCheck = {
  readonly email: string;
  readonly keyId: string;
  readonly wrapped: Buffer;
  readonly hash: Buffer;
  readonly tries: number;
  readonly state: "open" | "verified" | "locked" | "replaced";
  readonly isLate: boolean;
};

/** Locks a code of this conversation and contact until the end of the transaction; null when there is none. */
export const lockIdentityCheck = async (
  tx: Tx,
  id: string,
  conversationId: string,
  contactId: string,
): Promise<EnteredCheck | null> => {
  const [row] = await tx<EnteredCheck[]>`
    select email, key_id as "keyId", wrapped_key as wrapped, code_hash as hash, tries, state,
      expires_at < now() as "isLate"
    from xin.identity_checks
    where id = ${id} and conversation_id = ${conversationId} and contact_id = ${contactId} for update`;
  return row ?? null;
};

/** Counts a try that was wrong. The last one locks the code. */
export const countWrongCode = async (tx: Tx, id: string, locks: "locked" | "open") => {
  await tx`update xin.identity_checks set tries = tries + 1, state = ${locks} where id = ${id}`;
};

/** The address is the contact's from now on. */
export const setVerified = async (
  tx: Tx,
  id: string,
  contactId: string,
  email: string,
): Promise<void> => {
  await tx`update xin.identity_checks set state = 'verified' where id = ${id}`;
  await tx`update xin.contacts
    set email = ${email}, verified_email = ${email}, email_verified_at = now() where id = ${contactId}`;
};

/** Where the last code of a conversation went; null when none was sent. */
export const readLastCheckedEmail = async (
  tx: Tx,
  conversationId: string,
): Promise<string | null> => {
  const [row] = await tx<{ email: string }[]>`
    select email from xin.identity_checks
    where conversation_id = ${conversationId} order by created_at desc limit 1`;
  return row?.email ?? null;
};
