import type { Tx } from "../client.ts";

/** What showed that answers must not go out by themselves. */
export type NewFallback = {
  readonly id: string;
  readonly decisionId: string;
  readonly answers: number;
  readonly wrong: number;
  /** Both 0..1. */
  readonly atMost: number;
  readonly least: number;
};

/** Holds answers back from now on. False when they are held back already. */
export const insertFallback = async (
  tx: Tx,
  tenantId: string,
  { id, decisionId, answers, wrong, atMost, least }: NewFallback,
): Promise<boolean> => {
  const rows = await tx`insert into xin.auto_fallbacks
      (tenant_id, id, decision_id, answers, wrong, at_most, least)
    values (${tenantId}, ${id}, ${decisionId}, ${answers}, ${wrong}, ${atMost}, ${least})
    on conflict do nothing returning 1`;
  return rows.length > 0;
};

/** Lets answers go out again. Answers which one is over; null when none held them back. */
export const endFallback = async (tx: Tx, returnedBy: string): Promise<string | null> => {
  const [row] = await tx<{ id: string }[]>`
    update xin.auto_fallbacks set returned_at = now(), returned_by = ${returnedBy}
    where returned_at is null returning id`;
  return row?.id ?? null;
};
