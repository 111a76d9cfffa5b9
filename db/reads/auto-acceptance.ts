import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** Answers looked at, the newest. */
export const answersLookedAt = 100;

/** What people made of the newest answers that went out by themselves since they last could. */
export type AutoAcceptance = {
  readonly answers: number;
  /** Taken back, or taken over by a person upon it. Silence counts as not wrong. */
  readonly wrong: number;
  /** The newest of the wrong ones; null while there is none. */
  readonly newestWrong: {
    readonly decisionId: string;
    readonly conversationId: string;
    readonly triggerSeq: number;
    readonly epoch: number;
    readonly policyId: string | null;
    readonly policyVersion: number | null;
  } | null;
};

/** Counts answers a model wrote; what a rule of the policy says is the rule's. */
export const readAutoAcceptance = async (tx: Tx): Promise<AutoAcceptance> => {
  const rows = await tx<
    (NonNullable<AutoAcceptance["newestWrong"]> & { readonly wrong: boolean })[]
  >`
    select id as "decisionId", conversation_id as "conversationId", trigger_seq as "triggerSeq", epoch,
      policy_id as "policyId", policy_version as "policyVersion",
      coalesce(verdict in ('retracted', 'taken_over'), false) as wrong
    from xin.decisions
    where outcome = 'sent' and mode = 'auto' and reason = 'answered'
      and created_at > coalesce((select max(returned_at) from xin.auto_fallbacks), '-infinity')
    order by created_at desc, id desc limit ${answersLookedAt}`;
  const wrong = rows.filter((row) => row.wrong);
  const [newest] = wrong;
  if (newest === undefined) return { answers: rows.length, wrong: 0, newestWrong: null };
  const { wrong: _, ...newestWrong } = newest;
  return { answers: rows.length, wrong: wrong.length, newestWrong };
};

/** A time answers stopped going out by themselves, with what showed that they should. */
export type Fallback = {
  readonly id: string;
  readonly decisionId: string;
  readonly answers: number;
  readonly wrong: number;
  /** The share that was right at most, and the least that must be; both 0..1. */
  readonly atMost: number;
  readonly least: number;
  /** ISO 8601, UTC. */
  readonly fellAt: string;
  readonly returnedAt: string | null;
  readonly returnedBy: string | null;
};

/** The latest ten, newest first. Only the first can be open. */
export const readFallbacks = (tx: Tx): Promise<readonly Fallback[]> =>
  tx<Fallback[]>`
    select id, decision_id as "decisionId", answers, wrong, at_most as "atMost", least,
      ${isoTime(tx, "fell_at")} as "fellAt", ${isoTime(tx, "returned_at")} as "returnedAt",
      returned_by as "returnedBy"
    from xin.auto_fallbacks order by fell_at desc limit 10`;

/** The one that holds answers back now; null when they may go out. */
export const readOpenFallback = async (tx: Tx): Promise<Fallback | null> => {
  const [latest] = await readFallbacks(tx);
  return latest === undefined || latest.returnedAt !== null ? null : latest;
};
