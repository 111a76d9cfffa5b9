import type { Tx } from "../client.ts";

/** Judged drafts that are looked at for one line, the newest. */
export const draftsLookedAt = 400;

/** What is known of the answers at or above a line. Wrong is every verdict but "approved". */
export type LineEvidence = {
  /** 0..1 */
  readonly line: number;
  /** Of the newest drafts that people judged, `draftsLookedAt` at most. */
  readonly judged: number;
  readonly wrong: number;
  /** Of the newest 100 answers, drafts that people judged or sent ones; one that was let stand is not wrong. */
  readonly recent: number;
  readonly recentWrong: number;
  /** The line's own, from it up to the next one: judged drafts, at most 100, and of the newest 100 answers. */
  readonly own: number;
  readonly ownRecent: number;
  readonly ownWrong: number;
};

/** Whose answers: the way of scoring, and the provider and model that wrote them. */
export type AnswersOf = { readonly scoring: string; readonly writer: string };

/**
 * Counts the evidence for each line, given from the lowest up, from the newest answer back. Each line has windows of
 * its own: drafts below it never push out what is known of those above. What was sent counts only where what
 * was let stand counts as well: silence is no approval, and objections alone are no share. The newest answers
 * are looked for among the newest 2,000.
 */
export const readLineEvidence = (
  tx: Tx,
  { scoring, writer }: AnswersOf,
  lines: readonly number[],
): Promise<readonly LineEvidence[]> => {
  const drafts = tx`
    select verdict from xin.decisions
    where scoring = ${scoring} and verdict is not null and outcome <> 'sent'
      and provider || '/' || model = ${writer} and confidence >= l.line::real`;
  const answers = tx`
    select verdict from latest
    where (verdict is not null or outcome = 'sent') and confidence >= l.line::real`;
  const counts = tx`
    select count(*)::int as n, (count(*) filter (where verdict <> 'approved'))::int as wrong`;
  return tx<LineEvidence[]>`
    with latest as materialized (
      select confidence, verdict, outcome, created_at from xin.decisions
      where scoring = ${scoring} and provider || '/' || model = ${writer}
      order by created_at desc limit 2000
    )
    select l.line, proof.n as judged, proof.wrong, late.n as recent, late.wrong as "recentWrong",
      own.n as own, own_late.n as "ownRecent", own_late.wrong as "ownWrong"
    from unnest(${[...lines]}::float8[], ${[...lines.slice(1), 2]}::float8[]) as l(line, next)
    cross join lateral (
      ${counts} from (${drafts} order by created_at desc limit ${draftsLookedAt}) newest
    ) proof
    cross join lateral (
      ${counts} from (${answers} order by created_at desc limit 100) newest
    ) late
    cross join lateral (
      ${counts} from (${drafts} and confidence < l.next::real order by created_at desc limit 100) newest
    ) own
    cross join lateral (
      ${counts} from (${answers} and confidence < l.next::real order by created_at desc limit 100) newest
    ) own_late
    order by l.line`;
};

/** Who wrote the newest 500 judged answers. */
export const readJudgedWriters = async (tx: Tx, scoring: string): Promise<readonly string[]> => {
  const rows = await tx<{ writer: string }[]>`
    select distinct provider || '/' || model as writer from (
      select provider, model from xin.decisions
      where scoring = ${scoring} and verdict is not null and provider is not null and model is not null
      order by created_at desc limit 500
    ) newest`;
  return rows.map(({ writer }) => writer);
};
