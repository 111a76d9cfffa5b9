import type { Tx } from "../client.ts";
import { evidenceDays } from "./line-evidence.ts";

/** Events looked at in one go. */
const batch = 10_000;

/**
 * Whether answers may have been judged after a position of the tenant's log, or another tuning let answer: a
 * person did something in a conversation with a judged answer, or looked at one that was sent; and whether a line
 * moved so long ago that its proof may be too old. `position` is where to go on; `isThrough` when
 * nothing is left behind it.
 */
export const readVerdictNews = async (
  tx: Tx,
  after: number,
): Promise<{
  readonly position: number;
  readonly mayHaveJudged: boolean;
  readonly isThrough: boolean;
}> => {
  const [row] = await tx<{ position: number | null; judged: boolean | null; n: number }[]>`
    with news as materialized (
      select position, type, actor_kind, conversation_id from xin.events
      where position > ${after} order by position limit ${batch}
    )
    select max(position) as position, count(*)::int as n,
      bool_or(type in ('retrieval.published', 'answer.checked')) or exists (
        select from xin.send_lines
        where moved_at < now() - ${evidenceDays}::int * interval '1 day'
      ) or exists (
        select from xin.decisions d where d.verdict is not null and d.scoring is not null
          and d.conversation_id in (
            select conversation_id from news
            where actor_kind not in ('visitor', 'ai') and type in
              ('message.posted', 'message.retracted', 'conversation.taken-over', 'draft.discarded'))
      ) as judged
    from news`;
  return {
    position: row?.position ?? after,
    mayHaveJudged: row?.judged ?? false,
    isThrough: (row?.n ?? 0) < batch,
  };
};
