import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { endFallback } from "#db/writes/auto-fallbacks.ts";
import { refreshModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceModes } from "./announce-modes.ts";

/**
 * A person lets answers go out by themselves again, after too few had been let stand. What was sent before counts no
 * more: the evidence begins anew. Needs `policies.publish`. Changes nothing when nothing is held back.
 */
export const returnToAuto = async (deps: ActionDeps, env: Envelope): Promise<void> => {
  const { tenantId, actor, traceparent } = env;
  assertMay(actor.role, "policies.publish");
  const position = await deps.db.tenant(tenantId, async (tx) => {
    const fallbackId = await endFallback(tx, actor.name ?? actor.kind);
    if (fallbackId === null) return null;
    await recordAudit(tx, env, "mode.returned", fallbackId);
    const payload = { target: fallbackId };
    return appendTenantEvent(tx, tenantId, { type: "mode.returned", actor, payload, traceparent });
  });
  if (position === null) return;
  await deps.db.tenant(tenantId, refreshModes);
  announceLog(deps.bus, tenantId, position);
  announceModes(deps, tenantId, null);
};
