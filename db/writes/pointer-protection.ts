import type { Tx } from "../client.ts";
import type { PointerProtection } from "../reads/pointer-protection.ts";

/** Sets which pointers need a second person. */
export const putPointerProtection = async (
  tx: Tx,
  tenantId: string,
  { production, canary, rollbackAlone }: PointerProtection,
): Promise<void> => {
  await tx`insert into xin.pointer_protections (tenant_id, production, canary, rollback_alone)
    values (${tenantId}, ${production}, ${canary}, ${rollbackAlone})
    on conflict (tenant_id) do update set production = excluded.production, canary = excluded.canary,
      rollback_alone = excluded.rollback_alone, changed_at = now()`;
};
