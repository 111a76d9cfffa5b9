-- A policy may say whom a conversation goes to that waits for a person: workspaces with such a version are looked
-- after as those whose service hours say so.
create index policy_versions_escalation on xin.policy_versions (tenant_id)
  where jsonb_typeof(parsed -> 'settings' -> 'escalation') = 'array';
create policy definer on xin.policy_versions for select to xin_owner using (true);

create or replace function xin.tenants_to_escalate() returns setof uuid
  language sql stable security definer set search_path = xin, pg_temp as $$
  select h.tenant_id from xin.service_hours h
  where jsonb_array_length(h.settings -> 'escalation') > 0
  union select v.tenant_id from xin.policy_versions v
  where jsonb_typeof(v.parsed -> 'settings' -> 'escalation') = 'array' $$;
