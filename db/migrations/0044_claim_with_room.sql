-- Leaves out the workspaces that a worker has no room for: their tasks stay where they are, and are claimed as
-- soon as one of that workspace's replies has ended.
create function xin.claim_reply_tasks(p_worker text, p_limit int, p_lease_ms int, p_full uuid[])
  returns table (tenant_id uuid, conversation_id uuid, trigger_seq bigint, epoch int, attempts int)
  language sql security definer set search_path = xin, pg_temp as $$
  update xin.reply_tasks r
  set lease_owner = p_worker, lease_until = now() + p_lease_ms * interval '1 millisecond', attempts = r.attempts + 1
  from (
    select t.tenant_id, t.conversation_id from xin.reply_tasks t
    where t.due_at <= now() and (t.lease_until is null or t.lease_until < now()) and t.tenant_id <> all(p_full)
    order by t.due_at limit p_limit for update skip locked
  ) due
  where r.tenant_id = due.tenant_id and r.conversation_id = due.conversation_id
  returning r.tenant_id, r.conversation_id, r.trigger_seq, r.epoch, r.attempts $$;

revoke execute on function xin.claim_reply_tasks(text, int, int, uuid[]) from public;
grant execute on function xin.claim_reply_tasks(text, int, int, uuid[]) to xin_app;
