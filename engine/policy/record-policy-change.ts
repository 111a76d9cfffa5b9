import type { Tx } from "#db/client.ts";
import type { CanaryStop } from "#db/reads/policy-moves.ts";
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
  readonly type: keyof typeof verbs;
  readonly policyId: string;
  readonly version: number;
  /** The version the pointer stood on before; only where a pointer moved. */
  readonly previous?: number | null;
  /** Whether open conversations moved along; only where a pointer moved. */
  readonly movesRunning?: boolean;
  /** Of the conversations, 0 to 1; only for `policy.canary-set` and `policy.shadow-set`. */
  readonly share?: number;
  /** Only for `policy.published`, where tests were run. */
  readonly gate?: PublishGate | undefined;
  /** Of a request: the pointer that is to move. */
  readonly pointer?: "production" | "canary";
  /** The request that it is, or that a second person agreed to. */
  readonly requestId?: string | undefined;
  /** Somebody went back alone although the pointer is protected, as the workspace allows. */
  readonly againstProtection?: boolean;
  /** Only for `policy.canary-stopped`: what showed that it is worse. */
  readonly stoppedFor?: CanaryStop;
  /** When it happened, where that is not now. */
  readonly at?: Date | undefined;
};

/** Writes the change into the audit log and, as the transaction's last step, into the tenant's log. Answers its position. */
export const recordPolicyChange = async (
  tx: Tx,
  env: Envelope,
  change: PolicyChange,
): Promise<number> => {
  const { type, policyId, version, previous = null, movesRunning, share, gate, at } = change;
  const { pointer, requestId, againstProtection = false, stoppedFor } = change;
  const detail = {
    version,
    previous,
    ...(movesRunning === undefined ? {} : { movesRunning }),
    ...(share === undefined ? {} : { share }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(againstProtection ? { againstProtection } : {}),
    ...(stoppedFor === undefined ? {} : stopDetail(stoppedFor)),
    ...(gate === undefined
      ? {}
      : { testsPassed: gate.passed, testsFailed: gate.failed, override: gate.override }),
  };
  await recordAudit(tx, env, `policy.${verbs[type]}`, policyId, detail, at);
  const { tenantId, actor, traceparent } = env;
  const payload = { policyId, version, previous };
  return appendTenantEvent(tx, tenantId, { type, actor, payload, traceparent, at });
};

const stopDetail = ({ canary, production, worseBy, ...stop }: CanaryStop) => ({
  ...stop,
  canaryOf: canary.n,
  canaryMean: canary.mean,
  productionOf: production.n,
  productionMean: production.mean,
  worseByAtLeast: worseBy.low,
  worseByAtMost: worseBy.high,
});

const verbs = {
  "policy.created": "create",
  "policy.saved": "save",
  "policy.published": "publish",
  "policy.canary-set": "set-canary",
  "policy.canary-ended": "end-canary",
  "policy.canary-stopped": "stop-canary",
  "policy.canary-left": "leave-canary",
  "policy.shadow-set": "set-shadow",
  "policy.shadow-ended": "end-shadow",
  "policy.publish-requested": "request-publish",
  "policy.publish-declined": "decline-publish",
  "policy.publish-withdrawn": "withdraw-publish",
} as const;
