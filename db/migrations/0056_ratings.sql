-- How visitors rated closed conversations. The words they added stand in the event alone, which is erased with
-- the rest of a visitor's records; here is what is counted.

create table xin.ratings (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  conversation_id uuid not null,
  -- The event that closed the conversation: each closing is rated once.
  closed_seq bigint not null,
  score int not null check (score between 1 and 5),
  -- The newest event that says so.
  seq bigint not null,
  rated_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id, closed_seq),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade
);
create index ratings_recent on xin.ratings(tenant_id, rated_at desc, conversation_id desc);
alter table xin.ratings enable row level security;
alter table xin.ratings force row level security;
create policy tenant on xin.ratings
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.ratings to xin_app;

-- Whether a workspace asks its visitors; without a row it does.
create table xin.rating_settings (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  asks boolean not null,
  changed_at timestamptz not null default now()
);
alter table xin.rating_settings enable row level security;
alter table xin.rating_settings force row level security;
create policy tenant on xin.rating_settings
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.rating_settings to xin_app;
