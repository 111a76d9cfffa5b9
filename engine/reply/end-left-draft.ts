import { readConversationRow } from "#db/reads/conversations.ts";
import { readDraftInWriting } from "#db/reads/drafts.ts";
import type { ReplyTask } from "#db/writes/reply-tasks.ts";
import { settleReply } from "../actions/settle-reply.ts";
import { replyEnvelope } from "./reply-envelope.ts";
import { supersededIdOf } from "./reply-ids.ts";
import { readTenantName } from "./reply-material.ts";
import { ruledPlan } from "./reply-plan.ts";
import type { ReplyDeps } from "./reply-settings.ts";

/**
 * Ends a draft that a worker began before it died, and that nobody has to finish any more: custody changed, or the
 * conversation was closed. What people wrote in it waits for them; else it is withdrawn.
 */
export const endLeftDraft = async (
  deps: Pick<ReplyDeps, "db" | "bus" | "log">,
  { tenantId, conversationId, triggerSeq }: ReplyTask,
): Promise<void> => {
  const left = await deps.db.tenant(tenantId, async (tx) => {
    const row = await readConversationRow(tx, conversationId, null);
    const decisionId = row?.draft?.decisionId;
    if (row === null || decisionId === undefined) return null;
    const writing = await readDraftInWriting(tx, decisionId);
    return writing === null ? null : { row, decisionId, tenantName: await readTenantName(tx) };
  });
  if (left === null) return;
  const { row, decisionId, tenantName } = left;
  const { epoch, mode } = row;
  const traceparent = null;
  const of = { tenantId, tenantName, version: null, decisionId, epoch, traceparent };
  const { effect, acts, ...record } = ruledPlan({
    effect: { kind: "superseded" },
    outcome: "superseded",
    reason: "superseded",
    confidence: null,
    provider: null,
    model: null,
  });
  await settleReply(deps, replyEnvelope(of, supersededIdOf(decisionId)), {
    effect,
    acts,
    decision: {
      ...record,
      retrieval: null,
      id: decisionId,
      conversationId,
      triggerSeq,
      epoch,
      mode,
      question: "",
      policyId: null,
      policyVersion: null,
      costUsd: 0,
      timingsMs: { ...record.timingsMs, total: 0 },
      messageSeq: null,
      traceparent,
    },
  });
};
