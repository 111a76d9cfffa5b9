import type { Tx } from "../client.ts";
import type { Member } from "./members.ts";

/** A session that is in force, and whose it is now. */
export type LiveSession = {
  /** SHA-256 of the token, in hex. */
  readonly hash: string;
  readonly memberId: string;
  readonly role: Member["role"];
};

/**
 * Which of these sessions are in force in the tenant: not closed, not over, not moved to another
 * workspace. Looking does not count as use, so an open page alone keeps no session alive.
 */
export const readLiveSessions = (tx: Tx, hashes: readonly string[]): Promise<LiveSession[]> =>
  tx<LiveSession[]>`
    select encode(s.token_hash, 'hex') as hash, s.member_id as "memberId", m.role
    from xin.sessions s join xin.members m on m.tenant_id = s.tenant_id and m.id = s.member_id
    where encode(s.token_hash, 'hex') = any(${[...hashes]}::text[])
      and s.expires_at > now() and s.used_at > now() - interval '7 days'`;
