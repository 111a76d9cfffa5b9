import type { Tx } from "../client.ts";
import type { ServiceHours } from "../reads/service-hours.ts";

/** Sets a workspace's hours. */
export const putServiceHours = async (
  tx: Tx,
  tenantId: string,
  hours: ServiceHours,
): Promise<void> => {
  await tx`insert into xin.service_hours (tenant_id, settings, changed_at)
    values (${tenantId}, ${tx.json(JSON.parse(JSON.stringify(hours)))}, now())
    on conflict (tenant_id) do update set settings = excluded.settings, changed_at = now()`;
};
