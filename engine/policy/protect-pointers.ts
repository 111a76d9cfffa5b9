import { type PointerProtection, readPointerProtection } from "#db/reads/pointer-protection.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { lockModes } from "#db/writes/modes.ts";
import { putPointerProtection } from "#db/writes/pointer-protection.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceRequests } from "./announce-requests.ts";

/**
 * Sets which pointers move only when a second person agrees. What waits already goes on waiting. Needs
 * `policies.protect`.
 */
export const protectPointers = async (
  deps: ActionDeps,
  env: Envelope,
  { production, canary, rollbackAlone }: PointerProtection,
): Promise<void> => {
  assertMay(env.actor.role, "policies.protect");
  const { tenantId, actor, traceparent } = env;
  const position = await deps.db.tenant(tenantId, async (tx) => {
    // Nobody publishes under one setting what is committed under another.
    await lockModes(tx, tenantId);
    const before = await readPointerProtection(tx);
    const payload = { production, canary, rollbackAlone };
    const isSame =
      before.production === production &&
      before.canary === canary &&
      before.rollbackAlone === rollbackAlone;
    if (isSame || env.dryRun) return null;
    await putPointerProtection(tx, tenantId, payload);
    await recordAudit(tx, env, "policy.protect", null, payload);
    const type = "policy.protected";
    return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent });
  });
  if (position !== null) announceRequests(deps, tenantId, position);
};
