-- The conversation log: conversations, their events, who has read how far, and the consumers that follow.

create table xin.conversations (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  channel_id uuid not null,
  contact_id uuid not null,
  status text not null default 'open' check (status in ('open', 'resolved')),
  -- Who holds it: the AI, people (assignee_id may name one), or nobody yet after a hand-over.
  holder text not null default 'ai' check (holder in ('ai', 'people', 'waiting')),
  epoch int not null default 1,
  assignee_id uuid,
  mode text not null default 'draft' check (mode in ('off', 'draft', 'auto')),
  locale text not null default 'en' check (locale in ('en', 'zh')),
  last_seq bigint not null default 0,
  last_position bigint not null default 0,
  subject text,
  preview text,
  preview_by text check (preview_by in ('visitor', 'member', 'ai', 'system')),
  -- seq of the newest message of a visitor, of anybody the visitor can read, and of the team (notes included)
  visitor_seq bigint not null default 0,
  waiting_reason text,
  waiting_since timestamptz,
  draft_decision_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references xin.channels(tenant_id, id),
  foreign key (tenant_id, contact_id) references xin.contacts(tenant_id, id),
  foreign key (tenant_id, assignee_id) references xin.members(tenant_id, id)
) with (fillfactor = 80);
create index conversations_recent on xin.conversations(tenant_id, status, updated_at desc, id desc);
create index conversations_contact on xin.conversations(tenant_id, contact_id, created_at desc);

-- The log. payload is erasable (a person's data), payload_hash stays.
-- seq is gap-free in a conversation, position in commit order in a tenant.
-- Events of policies, knowledge and the tenant itself have no conversation and no seq.
create table xin.events (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  position bigint not null,
  id uuid not null,
  conversation_id uuid,
  seq bigint,
  client_id uuid,
  type text not null,
  audience text not null default 'public' check (audience in ('public', 'team')),
  actor_kind text not null check (actor_kind in ('visitor', 'member', 'ai', 'automation', 'api', 'system')),
  actor_id text,
  epoch int,
  payload jsonb,
  payload_hash bytea not null,
  decision_id uuid,
  depth int not null default 0 check (depth between 0 and 16),
  traceparent text,
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, position),
  unique (tenant_id, id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id),
  check ((conversation_id is null) = (seq is null))
);
create unique index events_seq on xin.events(tenant_id, conversation_id, seq) where conversation_id is not null;
create unique index events_client on xin.events(tenant_id, conversation_id, client_id) where client_id is not null;
create index events_retracted on xin.events(tenant_id, conversation_id) where type = 'message.retracted';

-- How far a reader has seen a conversation. reader is 'visitor' or a member's id.
create table xin.read_marks (
  tenant_id uuid not null,
  conversation_id uuid not null,
  reader text not null check (length(reader) between 1 and 40),
  seen_seq bigint not null,
  at timestamptz not null default now(),
  primary key (tenant_id, conversation_id, reader),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade
);

-- Where a consumer of the tenant's events stands.
create table xin.consumers (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  name text not null,
  position bigint not null default 0,
  primary key (tenant_id, name)
);

-- One pending reply at most for a conversation: a newer visitor message moves trigger_seq on.
-- A worker holds it by lease; a dead worker's lease runs out and another takes it.
create table xin.reply_tasks (
  tenant_id uuid not null,
  conversation_id uuid not null,
  trigger_seq bigint not null,
  epoch int not null,
  attempts int not null default 0,
  lease_owner text,
  lease_until timestamptz,
  due_at timestamptz not null default now(),
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['conversations', 'events', 'read_marks', 'consumers', 'reply_tasks'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;
create policy definer on xin.consumers to xin_owner using (true) with check (true);
create policy definer on xin.reply_tasks to xin_owner using (true) with check (true);

grant select, insert, update on xin.conversations to xin_app;
grant select, insert on xin.events to xin_app;
grant select, insert, update on xin.read_marks, xin.consumers to xin_app;
grant select, insert, update, delete on xin.reply_tasks to xin_app;

-- Tenants whose log has moved on since this consumer last looked.
create function xin.tenants_behind(p_consumer text) returns setof uuid
  language sql stable security definer set search_path = xin, pg_temp as $$
  select p.tenant_id from xin.tenant_positions p
  left join xin.consumers c on c.tenant_id = p.tenant_id and c.name = p_consumer
  where p.last_position > coalesce(c.position, 0) $$;

-- Takes up to p_limit due replies for a worker, skipping those another worker holds.
create function xin.claim_reply_tasks(p_worker text, p_limit int, p_lease_ms int)
  returns table (tenant_id uuid, conversation_id uuid, trigger_seq bigint, epoch int, attempts int)
  language sql security definer set search_path = xin, pg_temp as $$
  update xin.reply_tasks r
  set lease_owner = p_worker, lease_until = now() + p_lease_ms * interval '1 millisecond', attempts = r.attempts + 1
  from (
    select t.tenant_id, t.conversation_id from xin.reply_tasks t
    where t.due_at <= now() and (t.lease_until is null or t.lease_until < now())
    order by t.due_at limit p_limit for update skip locked
  ) due
  where r.tenant_id = due.tenant_id and r.conversation_id = due.conversation_id
  returning r.tenant_id, r.conversation_id, r.trigger_seq, r.epoch, r.attempts $$;

revoke execute on function xin.tenants_behind(text), xin.claim_reply_tasks(text, int, int) from public;
grant execute on function xin.tenants_behind(text), xin.claim_reply_tasks(text, int, int) to xin_app;
