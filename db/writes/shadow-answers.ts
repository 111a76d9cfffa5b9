import type { Mode } from "#contract/mode.ts";
import type { Tx } from "../client.ts";
import type { PointedVersion } from "./policy-moves.ts";

/** Which decisions a version in the shadow decides about too. */
export type ShadowScope = PointedVersion & {
  /** Of the conversations, 0 to 1, by the draw of the canary. */
  readonly share: number;
  /** ISO 8601: since the pointer stands there. */
  readonly since: string;
};

/** A question that is to be decided about silently. */
export type ShadowTask = { readonly decisionId: string; readonly conversationId: string };

/** How long a worker has, after which another one tries; how often; and how old a decision may be. */
const limits = { leaseSeconds: 120, tries: 3, hours: 1 };

/**
 * Takes the oldest decisions of the last hour that the version has not decided about: those of the AI by itself, in
 * conversations of its share, under another version. Any number of workers may take; each decision is one's.
 */
export const takeShadowTasks = (
  tx: Tx,
  tenantId: string,
  { policyId, version, share, since }: ShadowScope,
  limit: number,
): Promise<readonly ShadowTask[]> =>
  tx<ShadowTask[]>`
    with taken as (
      insert into xin.shadow_answers as s (tenant_id, decision_id, policy_id, version, taken_until)
      select ${tenantId}, d.id, ${policyId}, ${version}, now() + ${limits.leaseSeconds} * interval '1 second'
      from xin.decisions d
      where d.kind = 'reply' and d.revises is null and d.outcome <> 'superseded'
        and d.created_at > greatest(${since}::timestamptz, now() - ${limits.hours} * interval '1 hour')
        and (d.policy_id, d.policy_version) is distinct from (${policyId}::uuid, ${version}::int)
        and xin.canary_draw(d.conversation_id) < ${share}::float8
        and not exists (
          select from xin.shadow_answers o where o.decision_id = d.id and o.policy_id = ${policyId}
            and o.version = ${version} and (o.state <> 'taken' or o.taken_until > now() or o.tries >= ${limits.tries})
        )
      order by d.created_at limit ${limit}
      on conflict (tenant_id, policy_id, version, decision_id) do update
        set taken_until = excluded.taken_until, tries = s.tries + 1
        where s.state = 'taken' and s.taken_until <= now()
      returning decision_id
    )
    select d.id as "decisionId", d.conversation_id as "conversationId"
    from taken t join xin.decisions d on d.id = t.decision_id order by d.created_at`;

/** What a version would have done. */
export type ShadowAnswer = {
  readonly mode: Mode;
  readonly outcome: string;
  readonly reason: string | null;
  readonly answer: string | null;
  readonly confidence: number | null;
  readonly model: string | null;
  /** In US dollars. */
  readonly costUsd: number;
  readonly ms: number;
};

/** Records what came of a task; null for nothing: it failed, or what it was about is gone. */
export const recordShadowAnswer = async (
  tx: Tx,
  { policyId, version }: PointedVersion,
  { decisionId }: ShadowTask,
  answer: ShadowAnswer | null,
): Promise<void> => {
  await tx`update xin.shadow_answers set state = ${answer === null ? "failed" : "done"}, taken_until = null,
      mode = ${answer?.mode ?? null}, outcome = ${answer?.outcome ?? null}, reason = ${answer?.reason ?? null}, answer = ${answer?.answer ?? null},
      confidence = ${answer?.confidence ?? null}, model = ${answer?.model ?? null},
      cost_usd = ${answer?.costUsd ?? 0}, ms = ${answer?.ms ?? null}
    where policy_id = ${policyId} and version = ${version} and decision_id = ${decisionId} and state = 'taken'`;
};
