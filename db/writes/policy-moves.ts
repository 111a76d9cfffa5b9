import type { Tx } from "../client.ts";
import type { CanaryRule, CanaryStop } from "../reads/policy-moves.ts";

/** Which pointer stands where: production answers visitors, canary a share of the conversations, shadow decides silently. */
export type PolicyPointer = "production" | "canary" | "shadow";

/** A version a pointer stands on. */
export type PointedVersion = { readonly policyId: string; readonly version: number };

/** A move of a pointer; `to` null takes it away. */
export type NewPolicyMove = {
  readonly pointer: PolicyPointer;
  readonly to: PointedVersion | null;
  readonly from: PointedVersion | null;
  /** Whether conversations that are open move along. */
  readonly movesRunning: boolean;
  /** Of the conversations, between 0 and 1; for the canary and the shadow. */
  readonly share: number | null;
  /** Of a canary: what stops it by itself; null where nothing does. */
  readonly stopsWhen: CanaryRule | null;
  /** Where a canary is stopped by itself: what for. */
  readonly stoppedFor: CanaryStop | null;
  readonly movedById: string;
  readonly movedByName: string;
  /** When; null for now. */
  readonly at: Date | null;
};

/**
 * Records a move and answers its number. The modes must be locked (`lockModes`): moves of a workspace come one
 * after the other. A canary whose share alone changes keeps the conversations it has.
 */
export const insertPolicyMove = async (
  tx: Tx,
  tenantId: string,
  { pointer, to, from, movesRunning, share, stopsWhen, stoppedFor, ...moved }: NewPolicyMove,
): Promise<number> => {
  const { movedById, movedByName, at } = moved;
  const json = (value: CanaryRule | CanaryStop | null) => (value === null ? null : tx.json(value));
  const [row] = await tx<{ n: number }[]>`
    with numbered as (select coalesce(max(n), 0) + 1 as n from xin.policy_moves),
    before as (
      select policy_id, version, since from xin.policy_moves where pointer = ${pointer} order by n desc limit 1
    )
    insert into xin.policy_moves (tenant_id, n, pointer, policy_id, version, previous_policy_id,
      previous_version, moves_running, share, since, stops_when, stopped_for, moved_by_id, moved_by_name, moved_at)
    select ${tenantId}, n, ${pointer}, ${to?.policyId ?? null}, ${to?.version ?? null},
      ${from?.policyId ?? null}, ${from?.version ?? null}, ${movesRunning}, ${share}::real,
      case when ${share}::real is null then null else coalesce((select b.since from before b
        where b.policy_id = ${to?.policyId ?? null}::uuid and b.version = ${to?.version ?? null}::int), n) end,
      ${json(stopsWhen)}, ${json(stoppedFor)}, ${movedById}, ${movedByName}, coalesce(${at}::timestamptz, now())
    from numbered returning n`;
  return row?.n ?? 0;
};
