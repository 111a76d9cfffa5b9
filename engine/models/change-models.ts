import type { Tx } from "#db/client.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import type { Envelope } from "../actions/envelope.ts";
import { type AuditDetail, recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import type { ModelDeps } from "./model-deps.ts";

/** What happened to the models of a workspace. */
export type ModelsChange = {
  readonly type:
    | "model.added"
    | "model.changed"
    | "model.deleted"
    | "models.ordered"
    | "models.budget-set";
  readonly target: string | null;
  readonly detail?: AuditDetail;
};

/**
 * A change of a workspace's models: what `run` writes, the audit log and, last, the tenant's log, in one
 * transaction; then those who listen are told. `run` answers what happened.
 */
export const changeModels = async (
  { db, bus }: ModelDeps,
  env: Envelope,
  run: (tx: Tx) => Promise<ModelsChange>,
): Promise<void> => {
  const { tenantId, actor, traceparent } = env;
  const position = await db.tenant(tenantId, async (tx) => {
    const { type, target, detail = {} } = await run(tx);
    await recordAudit(tx, env, type, target, detail);
    const payload = { target, ...detail };
    return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent });
  });
  announceLog(bus, tenantId, position);
};
