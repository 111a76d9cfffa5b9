import type { Tx } from "../client.ts";

/** Judged answers that are looked at for one line, the newest. */
export const judgedLookedAt = 400;

/** Days after which an answer is no evidence any more: knowledge and questions have changed. As with sources, a year. */
export const evidenceDays = 365;

/**
 * What is known of the answers at or above a line, of the last year. Wrong is every verdict but "approved" and
 * "confirmed".
 */
export type LineEvidence = {
  /** 0..1 */
  readonly line: number;
  /** Of the newest that prove something, `judgedLookedAt` at most: drafts that people judged, and sent answers that were drawn by lot and judged. */
  readonly judged: number;
  readonly wrong: number;
  /** Of the newest 100 answers, drafts that people judged or sent ones; one that was let stand is not wrong. */
  readonly recent: number;
  readonly recentWrong: number;
  /** Of the newest 100 answers that were sent, drawn by lot and judged: those whose faults nobody noticed are among the wrong. */
  readonly checked: number;
  readonly checkedWrong: number;
  /** The line's own, from it up to the next one: judged ones, at most 100, and of the newest 100 answers. */
  readonly own: number;
  readonly ownRecent: number;
  readonly ownWrong: number;
};

/** Whose answers: the way of scoring, and the provider and model that wrote them. */
export type AnswersOf = { readonly scoring: string; readonly writer: string };

/**
 * Counts the evidence for each line, from the newest answer back. Lines lie at twentieths, given from the lowest up.
 * Each has windows of its own: drafts below it never push out what is known of those above. Of what was sent, those
 * prove something that were drawn by lot; the rest counts only where what was let stand counts as well: silence is
 * no approval, and objections alone are no share.
 */
export const readLineEvidence = (
  tx: Tx,
  { scoring, writer }: AnswersOf,
  lines: readonly number[],
): Promise<readonly LineEvidence[]> => {
  const next = [...lines.slice(1), 2];
  const lowest = Math.round((lines[0] ?? 1) * 20);
  const inBand = tx`
    d.scoring = ${scoring} and d.band = bands.band and d.provider || '/' || d.model = ${writer}
    and d.created_at > now() - ${evidenceDays}::int * interval '1 day'`;
  const counts = tx`
    select count(*)::int as n,
      (count(*) filter (where verdict not in ('approved', 'confirmed')))::int as wrong`;
  return tx<LineEvidence[]>`
    with bands as (select generate_series(${lowest}::int, 20)::smallint as band),
    proofs as materialized (
      select bands.band, newest.* from bands cross join lateral (
        select d.verdict, d.created_at, d.outcome = 'sent' as sent from xin.decisions d
        where ${inBand} and d.verdict is not null and (d.outcome <> 'sent' or d.drawn)
        order by d.created_at desc limit ${judgedLookedAt}
      ) newest
    ),
    answers as materialized (
      select bands.band, newest.* from bands cross join lateral (
        select d.verdict, d.created_at from xin.decisions d
        where ${inBand} and (d.verdict is not null or d.outcome = 'sent')
        order by d.created_at desc limit 100
      ) newest
    ),
    lines as (
      select line, round(line * 20) as first, round(next * 20) as beyond
      from unnest(${[...lines]}::float8[], ${next}::float8[]) as given(line, next)
    )
    select l.line, proof.n as judged, proof.wrong, late.n as recent, late.wrong as "recentWrong",
      checks.n as checked, checks.wrong as "checkedWrong",
      own.n as own, own_late.n as "ownRecent", own_late.wrong as "ownWrong"
    from lines l
    cross join lateral (
      ${counts} from (select verdict from proofs where band >= l.first
        order by created_at desc limit ${judgedLookedAt}) newest
    ) proof
    cross join lateral (
      ${counts} from (select verdict from answers where band >= l.first
        order by created_at desc limit 100) newest
    ) late
    cross join lateral (
      ${counts} from (select verdict from proofs where sent and band >= l.first
        order by created_at desc limit 100) newest
    ) checks
    cross join lateral (
      ${counts} from (select verdict from proofs where band >= l.first and band < l.beyond
        order by created_at desc limit 100) newest
    ) own
    cross join lateral (
      ${counts} from (select verdict from answers where band >= l.first and band < l.beyond
        order by created_at desc limit 100) newest
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
