-- How a workspace finds and sends answers: numbered versions that never change (r1, r2, …), and the
-- pointer that says which one answers visitors. A workspace without a row runs on the built-in values, r0.

-- One row a tenant, locked by whoever saves or publishes.
create table xin.retrieval_configs (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  last_version int not null default 0,
  -- 0 is r0: nothing saved is used.
  production_version int not null default 0
);

create table xin.retrieval_versions (
  tenant_id uuid not null,
  version int not null check (version > 0),
  -- As engine/knowledge/tuning.ts has it.
  tuning jsonb not null,
  note text check (length(note) <= 500),
  author_id text not null,
  author_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, version),
  foreign key (tenant_id) references xin.retrieval_configs(tenant_id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['retrieval_configs', 'retrieval_versions'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update on xin.retrieval_configs to xin_app;
grant select, insert on xin.retrieval_versions to xin_app;
