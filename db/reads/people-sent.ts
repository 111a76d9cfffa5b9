import type { Tx } from "../client.ts";

/**
 * What people sent after the question of a decision `d`, until the visitor wrote again: one row of `text` and `at`,
 * null where nothing was sent. Messages that were taken back do not count.
 */
export const peopleSent = (tx: Tx) => tx`
  select string_agg(part ->> 'text', E'\n' order by e.seq, place) as text, min(e.at) as at
  from xin.events e
  cross join lateral jsonb_array_elements(e.payload -> 'parts') with ordinality as parts(part, place)
  where e.tenant_id = d.tenant_id and e.conversation_id = d.conversation_id and e.seq > d.trigger_seq
    and e.type = 'message.posted' and e.actor_kind in ('member', 'api') and e.audience = 'public'
    and e.seq < coalesce((
      select min(next.seq) from xin.events next
      where next.tenant_id = d.tenant_id and next.conversation_id = d.conversation_id
        and next.seq > d.trigger_seq and next.type = 'message.posted' and next.actor_kind = 'visitor'
    ), 9223372036854775807)
    and not exists (
      select from xin.events gone
      where gone.tenant_id = e.tenant_id and gone.conversation_id = e.conversation_id
        and gone.type = 'message.retracted' and (gone.payload ->> 'targetSeq')::bigint = e.seq
    )`;
