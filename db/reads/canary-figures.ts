import type { Tx } from "../client.ts";
import { armedConversations } from "./armed-conversations.ts";

/** How many values, their sum and the sum of their squares. */
export type Sums = { readonly n: number; readonly sum: number; readonly squares: number };

/** What became of the conversations that one version answered. */
export type ArmFigures = {
  readonly conversations: number;
  /** Answered by the AI, not handed over, and no person wrote in them. */
  readonly alone: number;
  readonly handedOver: number;
  /** Drafts that people sent as they were, edited and sent, and discarded. */
  readonly approved: number;
  readonly edited: number;
  readonly rejected: number;
  /** What the model cost in a conversation, in US dollars. */
  readonly cost: Sums;
  /** Scores from 1 to 5, of each closing that was rated. */
  readonly ratings: Sums;
};

/** Both arms of a running canary. */
export type CanaryFigures = {
  /** The move by which the version became the canary. */
  readonly since: number;
  /** ISO 8601, UTC. */
  readonly began: string;
  readonly canary: ArmFigures;
  readonly production: ArmFigures;
};

/**
 * What became of conversations since the canary was set, by the version that answered in them; null without a
 * canary. Conversations that were open before count only where the canary takes open ones along. One that was
 * answered under both counts for neither.
 */
export const readCanaryFigures = async (tx: Tx): Promise<CanaryFigures | null> => {
  const [set] = await tx<{ since: number; began: Date; version: number | null }[]>`
    select m.since, first.moved_at as began, m.version from xin.policy_moves m
    left join xin.policy_moves first on first.tenant_id = m.tenant_id and first.n = m.since
    where m.pointer = 'canary' order by m.n desc limit 1`;
  if (set === undefined || set.version === null) return null;
  const rows = await tx<ArmRow[]>`
    with ${armedConversations(tx)}, drafts as (
      select a.is_canary,
        count(*) filter (where r.kind = 'approved')::int as approved,
        count(*) filter (where r.kind = 'edited')::int as edited,
        count(*) filter (where r.kind = 'rejected')::int as rejected
      from armed a join xin.decisions d on d.conversation_id = a.conversation_id
      join xin.decision_reactions r on r.tenant_id = d.tenant_id and r.decision_id = d.id, canary k
      where r.at >= k.began group by a.is_canary
    ), rated as (
      select a.is_canary, count(*)::int as n, sum(g.score)::float8 as sum,
        sum(g.score * g.score)::float8 as squares
      from armed a join xin.ratings g on g.conversation_id = a.conversation_id, canary k
      where g.rated_at >= k.began group by a.is_canary
    )
    select a.is_canary as "isCanary", count(*)::int as conversations,
      count(*) filter (where a.answered and not a.handed_over and not a.by_person)::int as alone,
      count(*) filter (where a.handed_over)::int as "handedOver",
      sum(a.cost) as "costSum", sum(a.cost * a.cost) as "costSquares",
      coalesce(max(t.approved), 0) as approved, coalesce(max(t.edited), 0) as edited,
      coalesce(max(t.rejected), 0) as rejected, coalesce(max(g.n), 0) as "ratings",
      coalesce(max(g.sum), 0) as "ratingSum", coalesce(max(g.squares), 0) as "ratingSquares"
    from armed a left join drafts t on t.is_canary = a.is_canary
    left join rated g on g.is_canary = a.is_canary
    group by a.is_canary`;
  const arm = (isCanary: boolean) => armOf(rows.find((row) => row.isCanary === isCanary));
  const { since, began } = set;
  return { since, began: began.toISOString(), canary: arm(true), production: arm(false) };
};

type ArmRow = Omit<ArmFigures, "cost" | "ratings"> & {
  readonly isCanary: boolean;
  readonly costSum: number;
  readonly costSquares: number;
  readonly ratings: number;
  readonly ratingSum: number;
  readonly ratingSquares: number;
};

const none = { n: 0, sum: 0, squares: 0 } as const;

const armOf = (row: ArmRow | undefined): ArmFigures => {
  if (row === undefined) {
    const counts = { conversations: 0, alone: 0, handedOver: 0 };
    return { ...counts, approved: 0, edited: 0, rejected: 0, cost: none, ratings: none };
  }
  const { conversations, alone, handedOver, approved, edited, rejected } = row;
  return {
    conversations,
    alone,
    handedOver,
    approved,
    edited,
    rejected,
    cost: { n: conversations, sum: row.costSum, squares: row.costSquares },
    ratings: { n: row.ratings, sum: row.ratingSum, squares: row.ratingSquares },
  };
};
