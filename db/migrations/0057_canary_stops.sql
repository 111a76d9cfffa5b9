-- A canary that is clearly worse than production is stopped by itself.

alter table xin.policy_moves
  -- Of a canary's move: what stops it, and by how much it must be worse; null where nothing does.
  add column stops_when jsonb check (pg_column_size(stops_when) <= 1024),
  -- Of the move that took it away by itself: what showed that it is worse.
  add column stopped_for jsonb check (pg_column_size(stopped_for) <= 2048),
  add check (stops_when is null or (pointer = 'canary' and version is not null)),
  add check (stopped_for is null or (pointer = 'canary' and version is null));

-- Until when a workspace's canary need not be looked at again: each look is one process's.
create table xin.canary_looks (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  rests_until timestamptz not null
);
alter table xin.canary_looks enable row level security;
alter table xin.canary_looks force row level security;
create policy tenant on xin.canary_looks
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.canary_looks to xin_app;

-- Workspaces whose canary may be stopped.
create function xin.tenants_with_watched_canary() returns setof uuid
  language sql stable security definer set search_path = xin, pg_temp as $$
  select c.tenant_id from (
    select distinct on (m.tenant_id) m.tenant_id, m.stops_when from xin.policy_moves m
    where m.pointer = 'canary' order by m.tenant_id, m.n desc
  ) c where c.stops_when is not null $$;
revoke execute on function xin.tenants_with_watched_canary() from public;
grant execute on function xin.tenants_with_watched_canary() to xin_app;

-- What is to stop a canary that waits for a second person.
alter table xin.publish_requests add column stops_when jsonb check (pg_column_size(stops_when) <= 1024);
