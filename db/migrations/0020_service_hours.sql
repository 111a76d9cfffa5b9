-- When people of a workspace answer, and who is asked next when nobody does. Without a row they always may.

create table xin.service_hours (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  -- Time zone, spans by weekday, holidays, steps of escalation: see engine/service-hours.
  settings jsonb not null check (pg_column_size(settings) <= 32768),
  changed_at timestamptz not null default now()
);
alter table xin.service_hours enable row level security;
alter table xin.service_hours force row level security;
create policy tenant on xin.service_hours
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.service_hours to xin_app;

create index conversations_waiting on xin.conversations (tenant_id, waiting_since) where waiting_since is not null;

-- Workspaces that say who is asked next.
create policy definer on xin.service_hours for select to xin_owner using (true);
create function xin.tenants_to_escalate() returns setof uuid
  language sql stable security definer set search_path = xin, pg_temp as $$
  select h.tenant_id from xin.service_hours h
  where jsonb_array_length(h.settings -> 'escalation') > 0 $$;
revoke execute on function xin.tenants_to_escalate() from public;
grant execute on function xin.tenants_to_escalate() to xin_app;
