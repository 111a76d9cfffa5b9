import { recordCheck } from "#db/writes/answer-verdict.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import { assertMay, may } from "../../tenancy/permissions.ts";
import { recordTuningChange } from "./record-tuning-change.ts";

/**
 * Says whether an answer was right that went out by itself and was drawn for somebody to look at. Refused:
 * `forbidden` for who neither answers people nor writes knowledge; `not_found` for what is no such answer;
 * `conflict` when somebody judged it before.
 */
export const checkAnswer = async (
  { db, bus }: Pick<ActionDeps, "db" | "bus">,
  envelope: Envelope,
  { decisionId, isRight }: { readonly decisionId: string; readonly isRight: boolean },
): Promise<void> => {
  const { tenantId, dryRun, actor } = envelope;
  const answersPeople = actor.role !== undefined && may(actor.role, "conversations.write");
  if (!answersPeople) assertMay(actor.role, "knowledge.write");
  const position = await db.tenant(tenantId, async (tx) => {
    const verdict = isRight ? "confirmed" : "wrong";
    const found = await recordCheck(tx, { decisionId, verdict: dryRun ? null : verdict });
    if (found === "none") {
      const message = "There is no such answer to look at.";
      throw new ActionRefused({ kind: "not_found", message });
    }
    if (found === "judged") {
      const message = "Somebody has judged this answer. Load the page again.";
      throw new ActionRefused({ kind: "conflict", message });
    }
    if (dryRun) return null;
    const change = { type: "answer.checked", target: decisionId, detail: { isRight } } as const;
    return recordTuningChange(tx, envelope, change);
  });
  if (position !== null) announceLog(bus, tenantId, position);
};
