import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** What a canary can be stopped for. */
export type StopMeasure = "approved" | "handedOver" | "csat" | "cost";

/**
 * What a canary is watched for, each with the margin by which it must be worse than production: shares of 1 for
 * `approved` and `handedOver`, points of the score for `csat`, US dollars for `cost`.
 */
export type CanaryRule = {
  readonly approved?: { readonly margin: number };
  readonly handedOver?: { readonly margin: number };
  readonly csat?: { readonly margin: number };
  /** What one conversation's cost counts at most is its `bound`. */
  readonly cost?: { readonly margin: number; readonly bound: number };
};

/** Why a canary was stopped by itself, in the units of `CanaryRule`. */
export type CanaryStop = {
  readonly measure: StopMeasure;
  readonly margin: number;
  /** Of the cost. */
  readonly bound?: number;
  /** How many conversations said something, and the mean of what they said. */
  readonly canary: { readonly n: number; readonly mean: number };
  readonly production: { readonly n: number; readonly mean: number };
  /** How much worse the canary is at least and at most. */
  readonly worseBy: { readonly low: number; readonly high: number };
  /** The chance of this that was allowed for, had it not been worse. */
  readonly risk: number;
  /** How many conversations both had answered by then. */
  readonly conversations: number;
  readonly decisionId: string;
};

/** A move of a pointer to a version. */
export type PolicyMove = {
  readonly n: number;
  readonly pointer: "production" | "canary" | "shadow";
  /** Null: the pointer was taken away. */
  readonly policyId: string | null;
  readonly policyName: string | null;
  readonly version: number | null;
  readonly previousVersion: number | null;
  /** Whether conversations that were open moved along. */
  readonly movesRunning: boolean;
  /** Of the conversations, 0 to 1; null for production. */
  readonly share: number | null;
  /** Of a canary: what stops it by itself; null where nothing does. */
  readonly stopsWhen: CanaryRule | null;
  /** Where it was stopped by itself: what for. */
  readonly stoppedFor: CanaryStop | null;
  readonly movedBy: string;
  /** ISO 8601, UTC. */
  readonly movedAt: string;
};

/** The newest 100 moves of a workspace's pointers, newest first. */
export const readPolicyMoves = (tx: Tx): Promise<readonly PolicyMove[]> =>
  tx<PolicyMove[]>`${moves(tx)} order by m.n desc limit 100`;

/** The version that answers a share of the conversations; null for none. */
export const readCanary = async (tx: Tx): Promise<PolicyMove | null> => {
  const [row] = await tx<PolicyMove[]>`${moves(tx)}
    where m.pointer = 'canary' order by m.n desc limit 1`;
  return row === undefined || row.version === null ? null : row;
};

/** The number of the newest move of the canary's pointer; 0 for none ever. */
export const readCanaryMove = async (tx: Tx): Promise<number> => {
  const [row] = await tx<{ n: number }[]>`
    select coalesce(max(n), 0) as n from xin.policy_moves where pointer = 'canary'`;
  return row?.n ?? 0;
};

/** A canary that was stopped by itself and that nobody has said anything about since. */
export type StoppedCanary = {
  /** The move that stopped it. */
  readonly n: number;
  readonly policyId: string;
  readonly policyName: string;
  readonly version: number;
  readonly share: number;
  readonly movesRunning: boolean;
  readonly stopsWhen: CanaryRule | null;
  readonly stoppedFor: CanaryStop;
  /** ISO 8601, UTC. */
  readonly stoppedAt: string;
};

/** Reads it; null for none. */
export const readStoppedCanary = async (tx: Tx): Promise<StoppedCanary | null> => {
  const [row] = await tx<StoppedCanary[]>`
    select m.n, b.policy_id as "policyId", p.name as "policyName", b.version, b.share::float8 as share,
      b.moves_running as "movesRunning", b.stops_when as "stopsWhen", m.stopped_for as "stoppedFor",
      ${isoTime(tx, "m.moved_at")} as "stoppedAt"
    from (select * from xin.policy_moves where pointer = 'canary' order by n desc limit 1) m
    join lateral (select * from xin.policy_moves o
      where o.pointer = 'canary' and o.n < m.n order by o.n desc limit 1) b on true
    join xin.policies p on p.tenant_id = b.tenant_id and p.id = b.policy_id
    where m.stopped_for is not null`;
  return row ?? null;
};

/** The version that decides silently about a share of the conversations; null for none. */
export const readShadow = async (tx: Tx): Promise<PolicyMove | null> => {
  const [row] = await tx<PolicyMove[]>`${moves(tx)}
    where m.pointer = 'shadow' order by m.n desc limit 1`;
  return row === undefined || row.version === null ? null : row;
};

const moves = (tx: Tx) => tx`
  select m.n, m.pointer, m.policy_id as "policyId", p.name as "policyName", m.version,
    m.previous_version as "previousVersion", m.moves_running as "movesRunning", m.share::float8 as share,
    m.stops_when as "stopsWhen", m.stopped_for as "stoppedFor",
    m.moved_by_name as "movedBy", ${isoTime(tx, "m.moved_at")} as "movedAt"
  from xin.policy_moves m
  left join xin.policies p on p.tenant_id = m.tenant_id and p.id = m.policy_id`;
