import type { Tx } from "../client.ts";

/** Where the send line has moved by itself under the way of scoring that holds now. */
export type MovedLines = {
  /** What confidence depends on: the scorer, and the models the index and the order of what is found come from. */
  readonly scoring: string;
  /** Provider and model of the newest answer among the newest 50 decisions, else of the newest judged one; null before the first. */
  readonly usual: string | null;
  /** `line` is 0..1; null where nothing is sent any more. */
  readonly moved: readonly { readonly writer: string; readonly line: number | null }[];
};

/** Decisions among which the newest answer is looked for. */
const newest = 50;

/** Reads them for a scorer, as `scorerOf` names it, and a way of beginning; none for a line set by hand. */
export const readMovedLines = async (
  tx: Tx,
  scorer: string,
  setting: "learn" | "proven" | null,
): Promise<MovedLines> => {
  const rows = await tx<
    { scoring: string; usual: string | null; writer: string | null; line: number | null }[]
  >`
    with measured as (
      select ${scorer}::text || coalesce((
        select ' ' || b.active_model_id || coalesce(' ' || (b.reranker ->> 'model'), '')
        from xin.knowledge_bases b), '') as scoring
    )
    select m.scoring, l.writer, l.line, coalesce(
      (
        select d.provider || '/' || d.model from (
          select provider, model, scoring from xin.decisions order by created_at desc limit ${newest}
        ) d
        where d.scoring is not null and d.provider is not null and d.model is not null limit 1
      ),
      (
        select d.provider || '/' || d.model from xin.decisions d
        where d.scoring = m.scoring and d.verdict is not null order by d.created_at desc limit 1
      )) as usual
    from measured m
    left join xin.send_lines l on l.scoring = m.scoring and l.setting = ${setting}`;
  const [first] = rows;
  return {
    scoring: first?.scoring ?? scorer,
    usual: first?.usual ?? null,
    moved: rows.flatMap(({ writer, line }) => (writer === null ? [] : [{ writer, line }])),
  };
};
