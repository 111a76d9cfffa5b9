import type { Tx } from "../client.ts";
import type { EscalationStep, HoursIn, NamedStep } from "./service-hours.ts";

/** A conversation that waits for a person, and the step of escalation that comes next. */
export type WaitingConversation = {
  readonly id: string;
  readonly epoch: number;
  readonly waitingSince: Date;
  /** Steps that were taken. */
  readonly steps: number;
  /** The workspace's names a member by id, a policy's by name or e-mail. */
  readonly next: EscalationStep | NamedStep;
  readonly hours: HoursIn;
};

/**
 * Those whose next step may be due at a moment, the longest waiting first. A step comes no sooner than its minutes
 * by the clock; whether these were open hours is for who takes it to find out.
 */
export const readWaitingConversations = (
  tx: Tx,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<WaitingConversation[]> => tx<WaitingConversation[]>`
  select w.id, w.epoch, w.waiting_since as "waitingSince", w.steps, w.next,
    jsonb_build_object('workspace', w.workspace, 'policy', w.policy) as hours
  from (
    select c.id, c.epoch, c.waiting_since, taken.steps, h.settings as workspace,
      s.settings -> 'hours' as policy,
      coalesce(nullif(s.settings -> 'escalation', 'null'), h.settings -> 'escalation') -> taken.steps as next
    from xin.conversations c
    left join xin.service_hours h on true
    left join lateral xin.policy_in(c.tenant_id, c.id, c.opened_under) i on true
    left join lateral (
      select v.parsed -> 'settings' as settings from xin.policy_versions v
      where v.policy_id = i.policy_id and v.version = i.version
    ) s on true
    cross join lateral (
      select count(*)::int as steps from xin.events e
      where e.conversation_id = c.id and e.type = 'conversation.escalated' and e.epoch = c.epoch
    ) taken
    where c.waiting_since <= ${now} and c.status = 'open' and c.holder = 'waiting'
  ) w
  where w.waiting_since + make_interval(mins => (w.next ->> 'afterMinutes')::int) <= ${now}
  order by w.waiting_since limit ${limit}`;
