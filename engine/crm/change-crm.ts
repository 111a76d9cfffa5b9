import type { Tx } from "#db/client.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import type { Envelope } from "../actions/envelope.ts";
import { type AuditDetail, recordAudit } from "../audit/record-audit.ts";
import { announceLog } from "../runtime/announce-log.ts";
import type { CrmDeps } from "./crm-deps.ts";

/** What happened to the connection. */
export type CrmChange = {
  readonly type: "crm.connected" | "crm.disconnected";
  readonly detail?: AuditDetail;
};

/** A change of the connection: what `run` writes, the audit log and the tenant's log, in one transaction. Null: nothing changed. */
export const changeCrm = async (
  { db, bus }: Pick<CrmDeps, "db" | "bus">,
  env: Envelope,
  run: (tx: Tx) => Promise<CrmChange | null>,
): Promise<void> => {
  const { tenantId, actor, traceparent } = env;
  const position = await db.tenant(tenantId, async (tx) => {
    const change = await run(tx);
    if (change === null) return null;
    const { type, detail = {} } = change;
    await recordAudit(tx, env, type, null, detail);
    const payload = { target: null, ...detail };
    return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent });
  });
  if (position !== null) announceLog(bus, tenantId, position);
};
