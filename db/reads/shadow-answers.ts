import type { Decision } from "#contract/decision.ts";
import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";
import { peopleSent } from "./people-sent.ts";
import type { PointedVersion } from "../writes/policy-moves.ts";

/** What a version would have done about a question, beside what was done. */
export type ShadowAnswerPair = {
  readonly decisionId: string;
  readonly conversationId: string;
  readonly question: string | null;
  /** ISO 8601, UTC: when it was decided about. */
  readonly at: string;
  readonly shadow: {
    /** Null in answers of earlier versions of Xin. */
    readonly mode: Decision["mode"] | null;
    readonly outcome: Decision["outcome"];
    readonly reason: string | null;
    readonly answer: string | null;
    /** 0..1 */
    readonly confidence: number | null;
    readonly model: string | null;
    /** In US dollars. */
    readonly costUsd: number;
  };
  readonly production: {
    readonly policyId: string | null;
    readonly version: number | null;
    readonly mode: Decision["mode"];
    readonly outcome: Decision["outcome"];
    readonly reason: string | null;
    readonly answer: string | null;
    readonly confidence: number | null;
    readonly model: string | null;
    readonly costUsd: number;
  };
  /** What people sent until the visitor wrote again; null for nothing. */
  readonly sent: string | null;
};

/** Pairs read at once, the newest. */
export const shadowPairLimit = 500;

/** The newest pairs of a version, newest first. */
export const readShadowAnswers = (
  tx: Tx,
  { policyId, version }: PointedVersion,
): Promise<readonly ShadowAnswerPair[]> =>
  tx<ShadowAnswerPair[]>`
    select d.id as "decisionId", d.conversation_id as "conversationId", d.question,
      ${isoTime(tx, "d.created_at")} as at,
      jsonb_build_object('mode', s.mode, 'outcome', s.outcome, 'reason', s.reason, 'answer', s.answer,
        'confidence', s.confidence, 'model', s.model, 'costUsd', s.cost_usd) as shadow,
      jsonb_build_object('policyId', d.policy_id, 'version', d.policy_version, 'mode', d.mode,
        'outcome', d.outcome, 'reason', d.reason, 'answer', d.answer, 'confidence', d.confidence,
        'model', d.model, 'costUsd', d.cost_usd) as production,
      said.text as sent
    from xin.shadow_answers s
    join xin.decisions d on d.tenant_id = s.tenant_id and d.id = s.decision_id
    left join lateral (${peopleSent(tx)}) said on true
    where s.policy_id = ${policyId} and s.version = ${version} and s.state = 'done'
    order by s.created_at desc, s.decision_id limit ${shadowPairLimit}`;
