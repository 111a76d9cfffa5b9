import type { Tx } from "../client.ts";

/** What a call may cost at the most, and for whom. */
export type TakenSpending = {
  /** Null for a call that belongs to no conversation: a test. */
  readonly conversationId: string | null;
  readonly costUsd: number;
};

/** What is taken of the budgets once this call is counted. */
export type Spending = {
  /** The day it counts for, in UTC: `2026-11-26`. */
  readonly day: string;
  readonly dayUsd: number;
  readonly dayCalls: number;
  readonly conversationUsd: number;
};

/**
 * Counts a call before it is made, with the most it may cost, and answers what that comes to. The rows stay
 * locked until the transaction ends, so that calls at the same time see one another: roll it back when it is
 * too much.
 */
export const takeSpending = async (
  tx: Tx,
  tenantId: string,
  { conversationId, costUsd }: TakenSpending,
): Promise<Spending> => {
  const [day] = await tx<Omit<Spending, "conversationUsd">[]>`
    insert into xin.model_days as d (tenant_id, day, calls, cost_usd)
    values (${tenantId}, (now() at time zone 'utc')::date, 1, ${costUsd})
    on conflict (tenant_id, day) do update set calls = d.calls + 1, cost_usd = d.cost_usd + excluded.cost_usd
    returning day::text, cost_usd::float8 as "dayUsd", calls as "dayCalls"`;
  if (day === undefined) throw new Error("a day has no row");
  if (conversationId === null) return { ...day, conversationUsd: costUsd };
  const [row] = await tx<{ conversationUsd: number }[]>`
    insert into xin.model_conversations as c (tenant_id, conversation_id, cost_usd)
    values (${tenantId}, ${conversationId}, ${costUsd})
    on conflict (tenant_id, conversation_id) do update set cost_usd = c.cost_usd + excluded.cost_usd
    returning cost_usd::float8 as "conversationUsd"`;
  return { ...day, conversationUsd: row?.conversationUsd ?? costUsd };
};

/** Corrects what was taken to what the call has cost. */
export const settleSpending = async (
  tx: Tx,
  spent: {
    readonly day: string;
    readonly conversationId: string | null;
    /** What it cost less what was taken for it; below zero as a rule. */
    readonly differenceUsd: number;
    readonly tokensIn: number;
    readonly tokensOut: number;
  },
): Promise<void> => {
  const { day, conversationId, differenceUsd, tokensIn, tokensOut } = spent;
  await tx`
    update xin.model_days set cost_usd = greatest(0, cost_usd + ${differenceUsd}),
      tokens_in = tokens_in + ${tokensIn}, tokens_out = tokens_out + ${tokensOut}
    where day = ${day}::date`;
  if (conversationId === null) return;
  await tx`
    update xin.model_conversations set cost_usd = greatest(0, cost_usd + ${differenceUsd})
    where conversation_id = ${conversationId}`;
};
