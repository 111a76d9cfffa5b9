import type { Locale } from "#contract/ids.ts";
import type { Tx } from "../client.ts";

/** A member of the tenant. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "owner" | "admin" | "operator" | "author" | "viewer";
  readonly locale: Locale;
};

/** All members of the tenant, by name; at most 1,000. */
export const readMembers = (tx: Tx): Promise<Member[]> =>
  tx<Member[]>`select id, name, email, role, locale from xin.members order by name, id limit 1000`;

/** One member; null when there is none, or it is another tenant's. */
export const readMember = async (tx: Tx, memberId: string): Promise<Member | null> => {
  const [member] = await tx<Member[]>`
    select id, name, email, role, locale from xin.members where id = ${memberId}`;
  return member ?? null;
};
