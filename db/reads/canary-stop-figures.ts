import type { Tx } from "../client.ts";
import { armedConversations } from "./armed-conversations.ts";
import type { StopMeasure } from "./policy-moves.ts";

/** Of one arm and measure: how many conversations say something, and what their values add up to. */
export type StopTallies = Readonly<
  Record<StopMeasure, { readonly n: number; readonly sum: number }>
> & { readonly conversations: number };

/** Both arms of a canary, each conversation counted once in each measure. */
export type StopFigures = {
  readonly canary: StopTallies;
  readonly production: StopTallies;
  /** The newest decision of the canary; null for none. */
  readonly newest: {
    readonly conversationId: string;
    readonly triggerSeq: number;
    readonly epoch: number;
    readonly mode: "off" | "shadow" | "draft" | "auto";
  } | null;
};

/** How conversations are counted. */
export type StopCount = {
  /** What one conversation's cost counts at most, in US dollars. */
  readonly costBound: number;
  /** From when on a conversation is old enough to say whether it was handed over, and what it cost. */
  readonly settleSeconds: number;
};

/**
 * What tells whether the canary is worse. Each conversation counts once in each measure, whatever happens in it
 * later: `approved` by the first draft that people decided about (1 sent as it was, else 0), `csat` by its first
 * rating (1 to 5), `handedOver` and `cost` by what had happened `settleSeconds` after its first decision.
 */
export const readCanaryStopFigures = async (
  tx: Tx,
  { costBound, settleSeconds }: StopCount,
): Promise<StopFigures> => {
  const rows = await tx<Row[]>`
    with ${armedConversations(tx)}, told as materialized (
      select a.conversation_id, a.is_canary,
        a.first_at + ${settleSeconds} * interval '1 second' as settled_at, a.first_seq,
        (select (r.kind = 'approved')::int from xin.decisions d
          join xin.decision_reactions r on r.tenant_id = d.tenant_id and r.decision_id = d.id
          where d.conversation_id = a.conversation_id and r.kind in ('approved', 'edited', 'rejected')
            and r.at >= k.began order by r.at, r.seq limit 1) as approved,
        (select g.score from xin.ratings g where g.conversation_id = a.conversation_id
          and g.rated_at >= k.began order by g.rated_at limit 1) as score
      from armed a, canary k
    ), settled as (
      select t.conversation_id,
        exists (select from xin.events e where e.conversation_id = t.conversation_id and e.seq > t.first_seq
          and e.type = 'conversation.handed-over' and e.at <= t.settled_at)::int as handed_over,
        least(${costBound}::float8, (select sum(d.cost_usd)::float8 from xin.decisions d
          where d.conversation_id = t.conversation_id and d.kind = 'reply' and d.created_at <= t.settled_at)) as cost
      from told t where t.settled_at <= now()
    )
    select t.is_canary as "isCanary", count(*)::int as conversations,
      count(t.approved)::int as "approvedOf", coalesce(sum(t.approved), 0)::int as approved,
      count(t.score)::int as "scores", coalesce(sum(t.score), 0)::int as "scoreSum",
      count(s.conversation_id)::int as settled, coalesce(sum(s.handed_over), 0)::int as "handedOver",
      coalesce(sum(s.cost), 0)::float8 as cost
    from told t left join settled s on s.conversation_id = t.conversation_id
    group by t.is_canary`;
  const [newest] = await tx<NonNullable<StopFigures["newest"]>[]>`
    with canary as (
      select m.policy_id, m.version from xin.policy_moves m where m.pointer = 'canary' order by m.n desc limit 1
    )
    select d.conversation_id as "conversationId", d.trigger_seq as "triggerSeq", d.epoch, d.mode
    from xin.decisions d, canary k
    where d.kind = 'reply' and d.policy_id = k.policy_id and d.policy_version = k.version
    order by d.created_at desc, d.id desc limit 1`;
  const arm = (isCanary: boolean) => talliesOf(rows.find((row) => row.isCanary === isCanary));
  return { canary: arm(true), production: arm(false), newest: newest ?? null };
};

type Row = {
  readonly isCanary: boolean;
  readonly conversations: number;
  readonly approvedOf: number;
  readonly approved: number;
  readonly scores: number;
  readonly scoreSum: number;
  readonly settled: number;
  readonly handedOver: number;
  readonly cost: number;
};

const none = { n: 0, sum: 0 } as const;

const talliesOf = (row: Row | undefined): StopTallies =>
  row === undefined
    ? { conversations: 0, approved: none, handedOver: none, csat: none, cost: none }
    : {
        conversations: row.conversations,
        approved: { n: row.approvedOf, sum: row.approved },
        handedOver: { n: row.settled, sum: row.handedOver },
        csat: { n: row.scores, sum: row.scoreSum },
        cost: { n: row.settled, sum: row.cost },
      };
