-- How the tests of a page ended under what answers rested on, by the hash over both (see policy_versions): what
-- the dialog of publishing has just run is not run again by publishing.
create table xin.policy_test_runs (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  hash bytea not null,
  passed int not null check (passed >= 0),
  failed int not null check (failed >= 0),
  ran_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);
create index policy_test_runs_time on xin.policy_test_runs(tenant_id, ran_at);
alter table xin.policy_test_runs enable row level security;
alter table xin.policy_test_runs force row level security;
create policy tenant on xin.policy_test_runs
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update, delete on xin.policy_test_runs to xin_app;
