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
 * Counts the evidence for each line, from the newest answer back. Lines lie at twentieths, given from the lowest up.
 * Each has windows of its own: drafts below it never push out what is known of those above. What was sent counts
 * only where what was let stand counts as well: silence is no approval, and objections alone are no share.
 */
export const readLineEvidence = (
  tx: Tx,
  { scoring, writer }: AnswersOf,
  lines: readonly number[],
): Promise<readonly LineEvidence[]> => {
  const next = [...lines.slice(1), 2];
  const lowest = Math.round((lines[0] ?? 1) * 20);
  const inBand = tx`
    d.scoring = ${scoring} and d.band = bands.band and d.provider || '/' || d.model = ${writer}`;
  const counts = tx`
    select count(*)::int as n, (count(*) filter (where verdict <> 'approved'))::int as wrong`;
  return tx<LineEvidence[]>`
    with bands as (select generate_series(${lowest}::int, 20)::smallint as band),
    drafts as materialized (
      select bands.band, newest.* from bands cross join lateral (
        select d.verdict, d.created_at from xin.decisions d
        where ${inBand} and d.verdict is not null and d.outcome <> 'sent'
        order by d.created_at desc limit ${draftsLookedAt}
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
      own.n as own, own_late.n as "ownRecent", own_late.wrong as "ownWrong"
    from lines l
    cross join lateral (
      ${counts} from (select verdict from drafts where band >= l.first
        order by created_at desc limit ${draftsLookedAt}) newest
    ) proof
    cross join lateral (
      ${counts} from (select verdict from answers where band >= l.first
        order by created_at desc limit 100) newest
    ) late
    cross join lateral (
      ${counts} from (select verdict from drafts where band >= l.first and band < l.beyond
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
