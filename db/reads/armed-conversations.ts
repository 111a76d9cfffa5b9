import type { Tx } from "../client.ts";

/**
 * Begins a `with` clause: `canary`, the running canary with the time it began, and `armed`, the conversations that
 * either the canary or other versions alone have answered since, with what became of them.
 */
export const armedConversations = (tx: Tx) => tx`
  canary as (
    select m.policy_id, m.version, m.since, m.moves_running, first.moved_at as began
    from xin.policy_moves m
    join xin.policy_moves first on first.tenant_id = m.tenant_id and first.n = m.since
    where m.pointer = 'canary' order by m.n desc limit 1
  ), decided as (
    select d.conversation_id, min(d.trigger_seq) as first_seq, min(d.created_at) as first_at,
      bool_or(d.policy_id = k.policy_id and d.policy_version = k.version) as by_canary,
      bool_and(d.policy_id = k.policy_id and d.policy_version = k.version) as by_canary_alone,
      bool_or(d.outcome = 'sent') as answered, sum(d.cost_usd)::float8 as cost
    from xin.decisions d
    join xin.conversations c on c.tenant_id = d.tenant_id and c.id = d.conversation_id, canary k
    where d.kind = 'reply' and d.policy_id is not null and d.created_at >= k.began
      and (k.moves_running or coalesce(c.opened_under, 0) >= k.since)
    group by d.conversation_id
  ), armed as (
    select a.*, a.by_canary as is_canary,
      exists (select from xin.events e where e.conversation_id = a.conversation_id
        and e.seq > a.first_seq and e.type = 'conversation.handed-over') as handed_over,
      exists (select from xin.events e where e.conversation_id = a.conversation_id
        and e.seq > a.first_seq and e.type = 'message.posted' and e.audience = 'public'
        and e.actor_kind in ('member', 'api')) as by_person
    from decided a where a.by_canary = a.by_canary_alone
  )`;
