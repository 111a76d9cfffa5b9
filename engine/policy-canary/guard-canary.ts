import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#db/client.ts";
import { readCanaryStopFigures, type StopFigures } from "#db/reads/canary-stop-figures.ts";
import { type CanaryStop, type PolicyMove, readCanary } from "#db/reads/policy-moves.ts";
import { insertDecision } from "#db/writes/decisions.ts";
import { lockModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { nothingAnswered } from "../decisions/nothing-answered.ts";
import type { Envelope } from "../actions/envelope.ts";
import { announcePointer } from "../policy/announce-pointer.ts";
import { movePointer } from "../policy/move-pointer.ts";
import { pointedVersion } from "../policy/pointed-version.ts";
import { recordPolicyChange } from "../policy/record-policy-change.ts";
import { judgeCanary } from "./judge-canary.ts";

/** From when on a conversation is old enough to say whether it was handed over, and what it cost. */
const settleSeconds = 30 * 60;

/**
 * Looks whether a workspace's canary is clearly worse than production, and takes its pointer away if it is: with a
 * decision, an audit row and an event, in one transaction, in the name of the automation. Its conversations go on
 * under what production points to in them, as when a person ends it. Where a person moves the pointer meanwhile, it
 * stays as they put it. Answers whether it was stopped.
 */
export const guardCanary = async (
  deps: ActionDeps,
  tenantId: string,
  settled: { readonly settleSeconds: number } = { settleSeconds },
): Promise<boolean> => {
  const found = await deps.db.tenant(tenantId, async (tx) => {
    const canary = await readCanary(tx);
    const rule = canary?.stopsWhen ?? null;
    if (canary === null || rule === null) return null;
    const count = { ...settled, costBound: rule.cost?.bound ?? 1 };
    const figures = await readCanaryStopFigures(tx, count);
    const worse = judgeCanary(rule, figures);
    return worse === null ? null : { canary, worse, newest: figures.newest };
  });
  if (found === null || found.newest === null) return false;
  const { canary, worse, newest } = found;
  const position = await deps.db.tenant(tenantId, async (tx) => {
    await lockModes(tx, tenantId);
    if ((await readCanary(tx))?.n !== canary.n) return null;
    return stopCanary(tx, tenantId, { canary, worse, newest, at: deps.clock?.() });
  });
  if (position === null) return false;
  await announcePointer(deps, tenantId, position);
  return true;
};

type Worse = {
  readonly canary: PolicyMove;
  readonly worse: Omit<CanaryStop, "decisionId">;
  readonly newest: NonNullable<StopFigures["newest"]>;
  readonly at: Date | undefined;
};

const stopCanary = async (
  tx: Tx,
  tenantId: string,
  { canary, worse, newest, at }: Worse,
): Promise<number | null> => {
  const from = pointedVersion(canary);
  if (from === null) return null;
  const decisionId = uuidv7();
  const env: Envelope = {
    tenantId,
    actor: { kind: "automation", id: null, name: "xin canary" },
    decisionId,
    depth: 1,
    idempotencyKey: decisionId,
    dryRun: false,
    traceparent: null,
  };
  const stoppedFor = { ...worse, decisionId };
  await insertDecision(tx, tenantId, {
    ...nothingAnswered,
    ...newest,
    id: decisionId,
    kind: "canary",
    outcome: "canary_stopped",
    reason: worse.measure,
    policyId: from.policyId,
    policyVersion: from.version,
    features: featuresOf(worse),
  });
  await movePointer(tx, env, { pointer: "canary", to: null, from, stoppedFor, at });
  return recordPolicyChange(tx, env, { type: "policy.canary-stopped", ...from, stoppedFor, at });
};

const featuresOf = ({
  canary,
  production,
  worseBy,
  margin,
  risk,
  conversations,
}: Worse["worse"]) => ({
  canaryOf: canary.n,
  canaryMean: canary.mean,
  productionOf: production.n,
  productionMean: production.mean,
  worseByAtLeast: worseBy.low,
  worseByAtMost: worseBy.high,
  margin,
  risk,
  conversations,
});
