import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#db/client.ts";
import { type AutoAcceptance, readAutoAcceptance } from "#db/reads/auto-acceptance.ts";
import { readWorkspaceMode } from "#db/reads/modes.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { insertFallback } from "#db/writes/auto-fallbacks.ts";
import { insertDecision } from "#db/writes/decisions.ts";
import { lockModes, refreshModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { nothingAnswered } from "../decisions/nothing-answered.ts";
import { mostRight } from "../knowledge/tuning/acceptance.ts";
import { announceLog } from "../runtime/announce-log.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { announceModes } from "./announce-modes.ts";

/** Fewer answers are no evidence. */
const leastAnswers = 20;

/**
 * Share of answers that must be let stand. Below .95 the send line rises by itself and sends less; what still goes
 * out must not be wrong once in ten times, whatever the line, a threshold in the policy, or the model.
 */
export const leastAccepted = 0.9;

/** Whether so few of the newest answers were let stand that fewer than nine in ten are right, with 99 % certainty. */
export const fallsBack = ({ answers, wrong }: Pick<AutoAcceptance, "answers" | "wrong">): boolean =>
  answers >= leastAnswers && mostRight(answers, wrong) < leastAccepted;

/**
 * Looks at what people made of the newest answers that went out by themselves, and holds further ones back where
 * too few were let stand: what would be sent becomes a draft. That is an act like any other, with a decision, an
 * audit row and an event, in one transaction; it happens once, whoever looks. A person lets answers go out again.
 */
export const guardAcceptance = async (deps: ActionDeps, tenantId: string): Promise<void> => {
  const position = await deps.db.tenant(tenantId, (tx) => fallBack(tx, tenantId));
  if (position === null) return;
  await deps.db.tenant(tenantId, refreshModes);
  announceLog(deps.bus, tenantId, position);
  announceModes(deps, tenantId, null);
};

const fallBack = async (tx: Tx, tenantId: string): Promise<number | null> => {
  const holds = await readWorkspaceMode(tx);
  if (holds.mode !== "auto") return null;
  const acceptance = await readAutoAcceptance(tx);
  const { answers, wrong, newestWrong } = acceptance;
  if (newestWrong === null || !fallsBack(acceptance)) return null;
  await lockModes(tx, tenantId);
  const decisionId = uuidv7();
  const evidence = { answers, wrong, atMost: mostRight(answers, wrong), least: leastAccepted };
  const isNew = await insertFallback(tx, tenantId, { id: uuidv7(), decisionId, ...evidence });
  if (!isNew) return null;
  const { conversationId, triggerSeq, epoch, policyId, policyVersion } = newestWrong;
  await insertDecision(tx, tenantId, {
    ...nothingAnswered,
    mode: "auto",
    outcome: "fell_back",
    reason: "acceptance",
    id: decisionId,
    kind: "fallback",
    conversationId,
    triggerSeq,
    epoch,
    policyId,
    policyVersion,
    features: evidence,
  });
  const env = systemEnvelope(tenantId, "xin acceptance");
  const detail = { ...evidence, decisionId, newestWrong: newestWrong.decisionId };
  await recordAudit(tx, env, "mode.fell-back", decisionId, detail);
  const { actor, traceparent } = env;
  const event = { type: "mode.fell-back", actor, payload: detail, traceparent };
  return appendTenantEvent(tx, tenantId, event);
};
