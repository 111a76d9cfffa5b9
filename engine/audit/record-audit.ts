import type { Tx } from "#db/client.ts";
import type { Envelope } from "../actions/envelope.ts";

/** What may stand in a row's detail: names, ids and numbers. Never a secret, never a person's words. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Adds a row to the tenant's audit log, inside the transaction of the change it tells of. The log is
 * append-only: the app's role may neither change nor delete a row. `at` is when it happened, where that is not now.
 */
export const recordAudit = async (
  tx: Tx,
  envelope: Envelope,
  action: string,
  target: string | null,
  detail: AuditDetail = {},
  at?: Date,
): Promise<void> => {
  const { tenantId, actor, traceparent } = envelope;
  await tx`insert into xin.audit_log
    (tenant_id, actor_kind, actor_id, action, target, detail, traceparent, at)
    values (${tenantId}, ${actor.kind}, ${actor.id ?? actor.name}, ${action}, ${target},
      ${tx.json(detail)}, ${traceparent}, coalesce(${at ?? null}::timestamptz, clock_timestamp()))`;
};
