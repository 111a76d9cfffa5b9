import type { Tx } from "../client.ts";

/** A mail as it is stored: recipient and words are sealed. */
export type SealedMail = {
  readonly id: string;
  readonly keyId: string;
  readonly wrapped: Uint8Array;
  readonly sealed: Uint8Array;
  /** Seconds from now after which it is not sent any more. */
  readonly sendWithinSeconds: number;
};

/** Stores a mail that is to go out, and forgets those of more than a week ago. */
export const insertOutgoingMail = async (
  tx: Tx,
  tenantId: string,
  { id, keyId, wrapped, sealed, sendWithinSeconds }: SealedMail,
): Promise<void> => {
  await tx`delete from xin.outgoing_mails where created_at < now() - interval '7 days'`;
  await tx`insert into xin.outgoing_mails (tenant_id, id, key_id, wrapped_key, content, send_before)
    values (${tenantId}, ${id}, ${keyId}, ${wrapped}, ${sealed}, now() + make_interval(secs => ${sendWithinSeconds}))`;
};

/** A mail that is this worker's to send. */
export type ClaimedMail = {
  readonly keyId: string;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
  /** Whether it is too late to send it. */
  readonly isLate: boolean;
};

/** Takes a mail for so many seconds; `busy` while another worker has it, null when it needs no sending any more. */
export const claimOutgoingMail = async (
  tx: Tx,
  id: string,
  seconds: number,
): Promise<ClaimedMail | "busy" | null> => {
  const [claimed] = await tx<ClaimedMail[]>`
    update xin.outgoing_mails set claimed_until = now() + make_interval(secs => ${seconds})
    where id = ${id} and state = 'waiting' and (claimed_until is null or claimed_until < now())
    returning key_id as "keyId", wrapped_key as wrapped, content as sealed, send_before < now() as "isLate"`;
  if (claimed !== undefined) return claimed;
  const [waiting] = await tx`
    select 1 from xin.outgoing_mails where id = ${id} and state = 'waiting'`;
  return waiting === undefined ? null : "busy";
};

/** Lets a mail go for another try. */
export const releaseOutgoingMail = async (tx: Tx, id: string, failure: string): Promise<void> => {
  await tx`update xin.outgoing_mails set claimed_until = null, failure = ${failure}
    where id = ${id} and state = 'waiting'`;
};

/** Ends a mail: to whom it went and what it said is gone. `failure` null: it was sent. */
export const endOutgoingMail = async (
  tx: Tx,
  id: string,
  failure: string | null,
): Promise<void> => {
  await tx`update xin.outgoing_mails set state = ${failure === null ? "sent" : "failed"}, failure = ${failure},
    content = null, wrapped_key = null, key_id = null, claimed_until = null where id = ${id}`;
};
