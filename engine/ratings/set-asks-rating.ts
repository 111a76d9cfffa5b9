import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { putAsksRating } from "#db/writes/ratings.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { assertMay } from "../tenancy/permissions.ts";

/**
 * Sets whether visitors are asked how a closed conversation was. Pages that are open learn of it when they
 * connect next. Needs `channels.manage`.
 */
export const setAsksRating = async (
  { db, bus }: Pick<ActionDeps, "db" | "bus">,
  env: Envelope,
  asks: boolean,
): Promise<void> => {
  assertMay(env.actor.role, "channels.manage");
  const { tenantId, actor, traceparent } = env;
  const position = await db.tenant(tenantId, async (tx) => {
    await putAsksRating(tx, tenantId, asks);
    await recordAudit(tx, env, "ratings.asking-set", null, { asks });
    const payload = { target: null, asks };
    return appendTenantEvent(tx, tenantId, {
      type: "ratings.asking-set",
      actor,
      payload,
      traceparent,
    });
  });
  announceLog(bus, tenantId, position);
};
