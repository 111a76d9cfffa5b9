import type { Envelope } from "../actions/envelope.ts";
import type { ReplyMaterial } from "./reply-material.ts";

/** What the AI does about a message: under the epoch it began with, and once for each key. */
export const replyEnvelope = (
  material: Pick<
    ReplyMaterial,
    "tenantId" | "tenantName" | "version" | "decisionId" | "epoch" | "traceparent"
  >,
  idempotencyKey: string,
): Envelope => {
  const { tenantId, tenantName, version, decisionId, epoch, traceparent } = material;
  return {
    tenantId,
    actor: { kind: "ai", id: version?.policyId ?? null, name: tenantName },
    decisionId,
    depth: 1,
    idempotencyKey,
    dryRun: false,
    epoch,
    traceparent,
  };
};
