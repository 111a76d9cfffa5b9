import type { Db, Tx } from "#db/client.ts";
import { hideShadow } from "#db/reads/hide-shadow.ts";
import type { Role } from "../actions/envelope.ts";
import { may } from "../tenancy/permissions.ts";

/** Reads in a tenant for somebody of a role: what the AI decided silently is there only for whom it may be. */
export const readForRole = <T>(
  db: Db,
  tenantId: string,
  role: Role | undefined,
  run: (tx: Tx) => Promise<T>,
): Promise<T> =>
  role !== undefined && may(role, "shadow.read")
    ? db.tenant(tenantId, run)
    : db.tenant(tenantId, async (tx) => {
        const [, result] = await Promise.all([hideShadow(tx), run(tx)]);
        return result;
      });
