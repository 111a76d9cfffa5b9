-- A pointer whose version decides silently about a share of the conversations, beside what answers them.

alter table xin.policy_moves
  drop constraint policy_moves_pointer_check,
  drop constraint policy_moves_share_check,
  drop constraint policy_moves_check1,
  add constraint policy_moves_pointer_check check (pointer in ('production', 'canary', 'shadow')),
  add constraint policy_moves_share_check check (share > 0 and share <= 1 and (pointer = 'shadow' or share < 1)),
  add constraint policy_moves_check1 check ((pointer <> 'production' and version is not null) = (share is not null));

-- What a version would have done about a question that another one decided about.
create table xin.shadow_answers (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  -- The decision that was carried out.
  decision_id uuid not null,
  policy_id uuid not null,
  version int not null,
  state text not null default 'taken' check (state in ('taken', 'done', 'failed')),
  -- A worker that has not answered by then is dead.
  taken_until timestamptz,
  tries int not null default 1,
  outcome text,
  reason text,
  answer text,
  confidence real,
  model text,
  cost_usd numeric(12, 6) not null default 0,
  ms int,
  created_at timestamptz not null default now(),
  primary key (tenant_id, policy_id, version, decision_id),
  foreign key (tenant_id, decision_id) references xin.decisions(tenant_id, id) on delete cascade,
  foreign key (tenant_id, policy_id, version) references xin.policy_versions(tenant_id, policy_id, version),
  check ((state = 'taken') = (taken_until is not null))
);
create index shadow_answers_newest on xin.shadow_answers(tenant_id, policy_id, version, created_at desc);
create index shadow_answers_decision on xin.shadow_answers(tenant_id, decision_id);
alter table xin.shadow_answers enable row level security;
alter table xin.shadow_answers force row level security;
create policy tenant on xin.shadow_answers
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.shadow_answers to xin_app;

-- Workspaces in which a version decides silently.
create policy definer on xin.policy_moves for select to xin_owner using (true);
create function xin.tenants_with_shadow() returns setof uuid
  language sql stable security definer set search_path = xin, pg_temp as $$
  select s.tenant_id from (
    select distinct on (m.tenant_id) m.tenant_id, m.version from xin.policy_moves m
    where m.pointer = 'shadow' order by m.tenant_id, m.n desc
  ) s where s.version is not null $$;
revoke execute on function xin.tenants_with_shadow() from public;
grant execute on function xin.tenants_with_shadow() to xin_app;
