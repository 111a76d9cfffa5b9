import type { Tx } from "#db/client.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";

/** How the tests of a version ended, and why it was published in spite of those that failed. */
export type PublishGate = {
  readonly passed: number;
  readonly failed: number;
  readonly override: string | null;
};

/** What happened to a policy. */
export type PolicyChange = {
  readonly type: "policy.created" | "policy.saved" | "policy.published";
  readonly policyId: string;
  readonly version: number;
  /** The version that answered before; only for `policy.published`. */
  readonly previous?: number | null;
  /** Only for `policy.published`, where tests were run. */
  readonly gate?: PublishGate | undefined;
};

/** Writes the change into the audit log and, as the transaction's last step, into the tenant's log. Answers its position. */
export const recordPolicyChange = async (
  tx: Tx,
  env: Envelope,
  { type, policyId, version, previous = null, gate }: PolicyChange,
): Promise<number> => {
  const verbs = { created: "create", saved: "save", published: "publish" } as const;
  const verb = verbs[type.slice("policy.".length) as keyof typeof verbs];
  await recordAudit(tx, env, `policy.${verb}`, policyId, {
    version,
    previous,
    ...(gate === undefined
      ? {}
      : { testsPassed: gate.passed, testsFailed: gate.failed, override: gate.override }),
  });
  const { tenantId, actor, traceparent } = env;
  const payload = { policyId, version, previous };
  return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent });
};
