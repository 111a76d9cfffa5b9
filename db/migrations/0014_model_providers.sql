-- Models that write answers: the providers of a workspace, in the order they are asked, what they may
-- cost, and what they have cost. A workspace without a provider uses that of the installation.

create table xin.model_providers (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  -- What people, policies and decisions call it.
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  -- The lowest is asked first.
  place int not null,
  enabled boolean not null default true,
  url text not null check (length(url) between 1 and 500),
  model text not null check (length(model) between 1 and 100),
  -- The last characters of the API key, which is sealed in xin.secrets; null for a server that wants none.
  key_ending text check (length(key_ending) <= 4),
  -- US dollars for a million tokens; null where nobody has said.
  price_in numeric(12, 6) check (price_in >= 0),
  price_out numeric(12, 6) check (price_out >= 0),
  first_token_ms int not null check (first_token_ms > 0),
  call_ms int not null check (call_ms > 0),
  concurrency int not null check (concurrency > 0),
  calls_per_minute int not null check (calls_per_minute > 0),
  -- Grows with each change: what is known of the health of another server or key says nothing.
  revision int not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name),
  check ((price_in is null) = (price_out is null))
);

-- What calls of models may cost, in US dollars, and how many there may be; null is no limit.
create table xin.model_budgets (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  conversation_usd numeric(12, 6) check (conversation_usd >= 0),
  day_usd numeric(12, 6) check (day_usd >= 0),
  day_calls int check (day_calls >= 0)
);

-- What they have cost on a day (UTC), what is taken for calls under way included.
create table xin.model_days (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  day date not null,
  calls int not null default 0,
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  cost_usd numeric(14, 6) not null default 0,
  primary key (tenant_id, day)
);

-- The same for a conversation.
create table xin.model_conversations (
  tenant_id uuid not null,
  conversation_id uuid not null,
  cost_usd numeric(14, 6) not null default 0,
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['model_providers', 'model_budgets', 'model_days', 'model_conversations'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update, delete on xin.model_providers to xin_app;
grant select, insert, update on xin.model_budgets, xin.model_days, xin.model_conversations to xin_app;
