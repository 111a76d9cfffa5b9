import type { Tx } from "#db/client.ts";
import { longestHistory, readActHistories } from "#db/reads/act-history.ts";
import { type Member, readMembers } from "#db/reads/members.ts";
import type { PendingAct } from "#db/reads/undos.ts";
import { recordRetraction } from "#db/writes/answer-verdict.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import { insertUndoDecision } from "#db/writes/undo-decisions.ts";
import { recordActOutcomes } from "#db/writes/undos.ts";
import type { Plan } from "../actions/act.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertActor, staff } from "../actions/fence.ts";
import { nothing, teamEvent } from "../actions/plan-message.ts";
import { refusalOf } from "../actions/refusal-of.ts";
import { runAct } from "../actions/run-act.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { may } from "../tenancy/permissions.ts";
import { type ActResult, planUndo } from "./plan-undo.ts";
import { type UndoEvent, undoEvents } from "./undo-events.ts";
import { stepIdOf, undoDecisionIdOf } from "./undo-ids.ts";

/** One step of an undo: acts of one conversation, at least one. */
export type UndoStep = {
  readonly undoId: string;
  readonly conversationId: string;
  readonly acts: readonly PendingAct[];
  readonly reason: string | null;
};

/**
 * Takes acts of one conversation back, in one transaction: what goes back, the event that says so, the undo's
 * decision, what became of each act, and the audit. What somebody changed since stays. A repetition finds the
 * acts dealt with and does nothing.
 */
export const takeBack = async (
  deps: ActionDeps,
  env: Envelope,
  step: UndoStep,
): Promise<readonly ActResult[]> => {
  const newest = Math.max(...step.acts.map(({ seq }) => seq));
  let results: readonly ActResult[] = [];
  await runAct(deps, {
    env: { ...env, idempotencyKey: stepIdOf(step.undoId, step.conversationId, newest) },
    conversationId: step.conversationId,
    refusal: refusalOf(() => assertActor(env, staff)),
    opening: null,
    decide: async ({ row }, tx) => {
      const members = await assignableMembers(tx);
      const histories = await readActHistories(tx, [row.id]);
      const seqs = step.acts.map(({ seq }) => seq);
      const readable = row.lastSeq <= longestHistory ? (histories.get(row.id) ?? []) : [];
      const planned = planUndo(readable, seqs, (id) => members.has(id));
      ({ results } = planned);
      const events = await undoEvents(tx, row, planned, members);
      return planOf(env, step, row, results, events);
    },
  });
  return results;
};

/** Who may be given a conversation. */
const assignableMembers = async (tx: Tx): Promise<ReadonlyMap<string, Member>> => {
  const members = await readMembers(tx);
  return new Map(
    members.filter(({ role }) => may(role, "conversations.write")).map((one) => [one.id, one]),
  );
};

type Row = { readonly id: string; readonly lastSeq: number; readonly epoch: number };

const planOf = (
  env: Envelope,
  step: UndoStep,
  row: Row,
  results: readonly ActResult[],
  events: readonly UndoEvent[],
): Plan => {
  const { undoId, conversationId, acts, reason } = step;
  const byDecision = [...Map.groupBy(acts, ({ decisionId }) => decisionId)];
  const resultOf = new Map(results.map((result) => [result.seq, result]));
  const told = byDecision.flatMap(([decisionId, group]) => {
    const undone = group.filter(({ seq }) => resultOf.get(seq)?.undone === true);
    if (undone.length === 0) return [];
    const newest = Math.max(...group.map(({ seq }) => seq));
    const seqs = new Set(undone.map(({ seq }) => seq));
    const by = events.flatMap(({ actSeq }, at) => (seqs.has(actSeq) ? [row.lastSeq + at + 1] : []));
    return [{ decisionId, group, undone, by, id: undoDecisionIdOf(undoId, decisionId, newest) }];
  });
  const undoOf = new Map(
    told.flatMap(({ undone, id }, at) =>
      undone.map(({ seq }) => [seq, { id, seq: row.lastSeq + events.length + at + 1 }] as const),
    ),
  );
  const outcomes = acts.map(({ seq }) => {
    const undo = undoOf.get(seq);
    const result = resultOf.get(seq);
    return {
      seq,
      why: undo === undefined ? (result?.why ?? "not_readable") : null,
      whySeq: result?.whySeq ?? null,
      undoSeq: undo?.seq ?? null,
      undoDecisionId: undo?.id ?? null,
    };
  });
  return {
    ...nothing,
    events: [
      ...events.map(({ body, audience }) => ({ body, audience })),
      ...told.map(({ id, decisionId, undone, by }) =>
        teamEvent({
          type: "act.undone",
          decisionId: id,
          undoneDecisionId: decisionId,
          undone: undone.map(({ seq }) => seq).toSorted((a, b) => a - b),
          by,
        }),
      ),
    ],
    alsoWrite: async (tx) => {
      const { tenantId, actor, traceparent } = env;
      for (const event of events) await event.alsoWrite?.(tx, tenantId);
      for (const { id, decisionId, group, undone } of told) {
        await insertUndoDecision(tx, tenantId, {
          id,
          conversationId,
          epoch: row.epoch,
          reason,
          traceparent,
          undo: {
            undoId,
            decisionId,
            byName: actor.name,
            acts: group.map(({ seq, type }) => {
              const result = resultOf.get(seq);
              const { why = "not_readable", whySeq = null } = result ?? {};
              return { seq, type, undone: result?.undone === true, why, whySeq };
            }),
          },
        });
        await judge(tx, tenantId, decisionId, undone);
        await recordAudit(tx, env, "decision.undone", decisionId, {
          undoId,
          undone: undone.length,
          skipped: group.length - undone.length,
        });
      }
      await recordActOutcomes(tx, undoId, conversationId, outcomes);
    },
  };
};

/** An answer or a draft that was taken back counts as wrong, as if it had been taken back by hand. */
const judge = async (
  tx: Tx,
  tenantId: string,
  decisionId: string,
  undone: readonly PendingAct[],
): Promise<void> => {
  for (const { seq, type } of undone) {
    if (type === "message.posted") {
      await recordRetraction(tx, tenantId, { decisionId, messageSeq: seq });
    }
    if (type === "draft.proposed") {
      const rejected = { outcome: "discarded", messageSeq: null, verdict: "rejected" } as const;
      await recordDraftOutcome(tx, tenantId, decisionId, rejected);
    }
  }
};
