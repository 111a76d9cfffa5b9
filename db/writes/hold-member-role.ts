import type { Tx } from "../client.ts";
import type { Member } from "../reads/members.ts";

/** A member's role, which nobody changes before the transaction ends; null for somebody who is no member any more. */
export const holdMemberRole = async (tx: Tx, memberId: string): Promise<Member["role"] | null> => {
  const [row] = await tx<{ role: Member["role"] }[]>`
    select role from xin.members where id = ${memberId} for share`;
  return row?.role ?? null;
};
