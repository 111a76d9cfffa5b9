import type { Tx } from "../client.ts";

/** How often the knowledge was answered from in the last seven days. */
export type SourceUsage = {
  /** Answers that reached a visitor and cite at least one passage. */
  readonly answers: number;
  /** Answers by the source they cite; an answer that cites two counts for both. */
  readonly bySource: Readonly<Record<string, number>>;
};

/** Counts the answers of the last seven days by what they cite. Sent by the AI, or approved by a person. */
export const readSourceUsage = async (tx: Tx): Promise<SourceUsage> => {
  const rows = await tx<{ sourceId: string | null; answers: number }[]>`
    select c.cited as "sourceId", count(distinct d.id)::int as answers
    from xin.decisions d
    cross join lateral (
      select e ->> 'sourceId' as cited from jsonb_array_elements(d.citations) e) c
    where d.created_at > now() - interval '7 days' and d.outcome in ('sent', 'approved')
    group by grouping sets ((c.cited), ())`;
  const bySource = rows.flatMap(({ sourceId, answers }) =>
    sourceId === null ? [] : [[sourceId, answers] as const],
  );
  return {
    answers: rows.find(({ sourceId }) => sourceId === null)?.answers ?? 0,
    bySource: Object.fromEntries(bySource),
  };
};
