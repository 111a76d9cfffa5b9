import type { Tx } from "#db/client.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { type AuditDetail, recordAudit } from "../../audit/record-audit.ts";

/** What happened to the tuning of a workspace, its saved questions, its gaps or its sent answers. */
export type TuningChange = {
  readonly type:
    | "retrieval.saved"
    | "retrieval.published"
    | "line.moved"
    | "answer.checked"
    | "question.saved"
    | "question.deleted"
    | "gap.dismissed"
    | "gap.drafted"
    | "gap.written"
    | "gap.added"
    | "gap.reopened";
  /** The version or the id it happened to. */
  readonly target: string;
  readonly detail?: AuditDetail;
};

/** Writes the change into the audit log and, as the transaction's last step, into the tenant's log. Answers its position. */
export const recordTuningChange = async (
  tx: Tx,
  env: Envelope,
  { type, target, detail = {} }: TuningChange,
): Promise<number> => {
  await recordAudit(tx, env, type, target, detail);
  const { tenantId, actor, traceparent } = env;
  return appendTenantEvent(tx, tenantId, {
    type,
    actor,
    payload: { target, ...detail },
    traceparent,
  });
};
