import type { Tx } from "../client.ts";

/**
 * Takes the next look at a workspace's canary, so that nobody else looks for so many milliseconds; false where
 * somebody has taken it.
 */
export const takeCanaryLook = async (tx: Tx, tenantId: string, restMs: number): Promise<boolean> =>
  (
    await tx`
      insert into xin.canary_looks as l (tenant_id, rests_until)
      values (${tenantId}, now() + ${restMs} * interval '1 millisecond')
      on conflict (tenant_id) do update set rests_until = excluded.rests_until
        where l.rests_until <= now()
      returning tenant_id`
  ).length > 0;

/** Lets whoever is next look after so many milliseconds. */
export const restCanaryLook = async (tx: Tx, restMs: number): Promise<void> => {
  await tx`update xin.canary_looks set rests_until = now() + ${restMs} * interval '1 millisecond'`;
};
