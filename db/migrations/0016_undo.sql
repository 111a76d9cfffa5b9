-- What people did after a decision, and taking back what was done by itself.

-- Kinds and outcomes of decisions grow with what acts by itself; the program is their list.
alter table xin.decisions
  drop constraint decisions_kind_check,
  drop constraint decisions_outcome_check,
  add constraint decisions_kind_form check (kind ~ '^[a-z_]{1,32}$'),
  add constraint decisions_outcome_form check (outcome ~ '^[a-z_]{1,32}$'),
  -- What a decision of the kind `undo` took back, act by act; null for every other.
  add column undo jsonb;

-- The page of decisions goes through them from the newest, by time and id.
create index decisions_newest on xin.decisions(tenant_id, created_at desc, id desc);

-- What people did after a decision, as the log tells it. `seq` is the event that says so.
create table xin.decision_reactions (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  decision_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  kind text not null
    check (kind in ('approved', 'edited', 'rejected', 'took_over', 'undone', 'reopened', 'replied')),
  actor_kind text not null,
  actor_id text,
  -- Of an edited draft: characters put in, taken out or changed, and how many the draft had.
  edit_distance int check (edit_distance >= 0),
  draft_length int check (draft_length >= 0),
  at timestamptz not null,
  primary key (tenant_id, decision_id, kind, seq),
  foreign key (tenant_id, decision_id) references xin.decisions(tenant_id, id) on delete cascade
);

-- A request to take acts back. Its id is the client's: the same request again is the same undo.
create table xin.undos (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  scope jsonb not null,
  state text not null check (state in ('running', 'done', 'stopped')),
  reason text check (length(reason) <= 500),
  actor_kind text not null,
  actor_id text,
  actor_name text,
  traceparent text,
  -- A worker holds it by lease; a dead worker's lease runs out and another goes on.
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create index undos_running on xin.undos(created_at) where state = 'running';

-- Each act of an undo and what became of it.
create table xin.undo_acts (
  tenant_id uuid not null,
  undo_id uuid not null,
  decision_id uuid not null,
  conversation_id uuid not null,
  seq bigint not null,
  type text not null,
  state text not null default 'pending' check (state in ('pending', 'undone', 'skipped')),
  -- Why it was skipped, and who or what stood in the way, by seq.
  why text check (length(why) <= 100),
  why_seq bigint,
  -- The event and the decision of the undo.
  undo_seq bigint,
  undo_decision_id uuid,
  primary key (tenant_id, undo_id, conversation_id, seq),
  foreign key (tenant_id, undo_id) references xin.undos(tenant_id, id) on delete cascade,
  check ((state = 'undone') = (undo_decision_id is not null)),
  check ((state = 'skipped') = (why is not null))
);
-- No act is undone twice, whoever asks.
create unique index undo_acts_once on xin.undo_acts(tenant_id, conversation_id, seq) where state = 'undone';
create index undo_acts_pending on xin.undo_acts(tenant_id, undo_id, decision_id) where state = 'pending';

do $$
declare t text;
begin
  foreach t in array array['decision_reactions', 'undos', 'undo_acts'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;
create policy definer on xin.undos to xin_owner using (true) with check (true);

grant select, insert on xin.decision_reactions to xin_app;
grant select, insert, update on xin.undos, xin.undo_acts to xin_app;

-- Takes up to p_limit undos that nobody holds, the oldest first, for a worker.
create function xin.claim_undos(p_worker text, p_limit int, p_lease_ms int)
  returns table (tenant_id uuid, id uuid)
  language sql security definer set search_path = xin, pg_temp as $$
  update xin.undos u
  set lease_owner = p_worker, lease_until = now() + p_lease_ms * interval '1 millisecond'
  from (
    select d.tenant_id, d.id from xin.undos d
    where d.state = 'running' and (d.lease_until is null or d.lease_until < now() or d.lease_owner = p_worker)
    order by d.created_at limit p_limit for update skip locked
  ) due
  where u.tenant_id = due.tenant_id and u.id = due.id
  returning u.tenant_id, u.id $$;

revoke execute on function xin.claim_undos(text, int, int) from public;
grant execute on function xin.claim_undos(text, int, int) to xin_app;
