import type { Decision } from "#contract/decision.ts";
import type { Tx } from "../client.ts";
import { peopleSent } from "./people-sent.ts";
import type { PointedVersion } from "../writes/policy-moves.ts";

/** What a version would have done about a question, beside what was done. */
export type ShadowAnswerPair = {
  readonly decisionId: string;
  readonly conversationId: string;
  readonly question: string | null;
  readonly shadow: {
    readonly outcome: string;
    readonly answer: string | null;
    readonly costUsd: number;
  };
  readonly production: {
    readonly outcome: Decision["outcome"];
    readonly reason: string | null;
    readonly answer: string | null;
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
      jsonb_build_object('outcome', s.outcome, 'answer', s.answer, 'costUsd', s.cost_usd) as shadow,
      jsonb_build_object('outcome', d.outcome, 'reason', d.reason, 'answer', d.answer, 'costUsd', d.cost_usd)
        as production,
      said.text as sent
    from xin.shadow_answers s
    join xin.decisions d on d.tenant_id = s.tenant_id and d.id = s.decision_id
    left join lateral (${peopleSent(tx)}) said on true
    where s.policy_id = ${policyId} and s.version = ${version} and s.state = 'done'
    order by s.created_at desc, s.decision_id limit ${shadowPairLimit}`;
