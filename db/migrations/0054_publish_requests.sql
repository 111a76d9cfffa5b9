-- What a workspace asks for before a pointer moves, and what waits for a second person. Without a row nothing does.

create table xin.pointer_protections (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  production boolean not null,
  canary boolean not null,
  -- Whether one person may go back to a version that has answered before.
  rollback_alone boolean not null,
  changed_at timestamptz not null default now()
);
alter table xin.pointer_protections enable row level security;
alter table xin.pointer_protections force row level security;
create policy tenant on xin.pointer_protections
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.pointer_protections to xin_app;

create table xin.publish_requests (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  pointer text not null check (pointer in ('production', 'canary')),
  policy_id uuid not null,
  version int not null,
  -- What answered when it was asked for; null for nothing.
  answering_policy_id uuid,
  answering_version int,
  -- The newest move then: a later one of production, or of this pointer, overtakes the request.
  asked_after int not null,
  share real check (share > 0 and share < 1),
  moves_running boolean not null,
  -- The version had answered before.
  is_rollback boolean not null,
  -- How its tests ended, and why it should be published in spite of those that fail.
  gate jsonb check (pg_column_size(gate) <= 4096),
  asked_by_kind text not null,
  asked_by_id text not null,
  asked_by_name text not null,
  asked_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn', 'replaced')),
  settled_by_id text,
  settled_by_name text,
  settled_at timestamptz,
  words text check (length(words) <= 500),
  primary key (tenant_id, id),
  foreign key (tenant_id, policy_id, version) references xin.policy_versions(tenant_id, policy_id, version),
  check ((pointer = 'canary') = (share is not null)),
  check ((state = 'open') = (settled_at is null))
);
create unique index publish_requests_open on xin.publish_requests(tenant_id, pointer, policy_id, version)
  where state = 'open';
create index publish_requests_settled on xin.publish_requests(tenant_id, settled_at desc);
alter table xin.publish_requests enable row level security;
alter table xin.publish_requests force row level security;
create policy tenant on xin.publish_requests
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.publish_requests to xin_app;
