import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

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

/** The version that decides silently about a share of the conversations; null for none. */
export const readShadow = async (tx: Tx): Promise<PolicyMove | null> => {
  const [row] = await tx<PolicyMove[]>`${moves(tx)}
    where m.pointer = 'shadow' order by m.n desc limit 1`;
  return row === undefined || row.version === null ? null : row;
};

const moves = (tx: Tx) => tx`
  select m.n, m.pointer, m.policy_id as "policyId", p.name as "policyName", m.version,
    m.previous_version as "previousVersion", m.moves_running as "movesRunning", m.share::float8 as share,
    m.moved_by_name as "movedBy", ${isoTime(tx, "m.moved_at")} as "movedAt"
  from xin.policy_moves m
  left join xin.policies p on p.tenant_id = m.tenant_id and p.id = m.policy_id`;
