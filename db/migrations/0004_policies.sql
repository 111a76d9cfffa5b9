-- Policies as immutable numbered versions, and the decisions taken under them.

create table xin.policies (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- The version that answers visitors. Publishing moves this pointer.
  production_version int,
  last_version int not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table xin.policy_versions (
  tenant_id uuid not null,
  policy_id uuid not null,
  version int not null,
  text text not null check (length(text) <= 65536),
  parsed jsonb not null,
  hash bytea not null,
  note text check (length(note) <= 500),
  author_id text not null,
  author_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, policy_id, version),
  foreign key (tenant_id, policy_id) references xin.policies(tenant_id, id)
);

-- One record for each autonomous act: what it was, why, and what came of it.
create table xin.decisions (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('reply')),
  trigger_seq bigint not null,
  epoch int not null,
  policy_id uuid,
  policy_version int,
  mode text not null check (mode in ('off', 'draft', 'auto')),
  outcome text not null check (outcome in ('sent', 'drafted', 'handed_over', 'superseded', 'failed', 'approved', 'discarded')),
  reason text,
  question text,
  answer text,
  confidence real check (confidence between 0 and 1),
  threshold real check (threshold between 0 and 1),
  features jsonb not null default '{}',
  passages jsonb not null default '[]',
  citations jsonb not null default '[]',
  rules jsonb not null default '[]',
  guards jsonb not null default '[]',
  provider text,
  model text,
  attempts jsonb not null default '[]',
  tokens_in int not null default 0,
  tokens_out int not null default 0,
  cost_usd numeric(12, 6) not null default 0,
  timings_ms jsonb not null default '{}',
  message_seq bigint,
  traceparent text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id)
);
create index decisions_conversation on xin.decisions(tenant_id, conversation_id, created_at);
-- What was decided of late in a workspace: how often a source was cited, and the newest judged drafts.
create index decisions_time on xin.decisions(tenant_id, created_at);

do $$
declare t text;
begin
  foreach t in array array['policies', 'policy_versions', 'decisions'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update on xin.policies, xin.decisions to xin_app;
grant select, insert on xin.policy_versions to xin_app;
