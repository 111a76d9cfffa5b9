import type { Locale } from "#contract/ids.ts";
import type { Role } from "../actions/envelope.ts";

/** Who is signed in, and in which workspace. */
export type Principal = {
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly memberId: string;
  readonly personId: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
};
