-- Where the pointers to versions of policies have stood: production answers visitors, canary a share of the
-- conversations. policies.production_version stays what is in production now; a conversation may be on an
-- older version when whoever published wanted running ones to stay.

alter table xin.policy_versions
  -- What an answer under the version rests on beside its text, when it was written, and one hash over all of
  -- it; null in versions from before.
  add column basis jsonb check (pg_column_size(basis) <= 16384),
  add column basis_hash bytea;

-- Every move of a pointer, never changed.
create table xin.policy_moves (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  n int not null check (n > 0),
  pointer text not null check (pointer in ('production', 'canary')),
  -- Null: the pointer was taken away.
  policy_id uuid,
  version int,
  previous_policy_id uuid,
  previous_version int,
  -- Whether conversations that were open then moved along, or stayed on the version they had.
  moves_running boolean not null,
  -- Of the conversations, for the canary; and the move by which its version became it.
  share real check (share > 0 and share < 1),
  since int,
  moved_by_id text not null,
  moved_by_name text not null,
  moved_at timestamptz not null default now(),
  primary key (tenant_id, n),
  foreign key (tenant_id, policy_id, version) references xin.policy_versions(tenant_id, policy_id, version),
  check ((policy_id is null) = (version is null)),
  check ((pointer = 'canary' and version is not null) = (share is not null)),
  check ((share is null) = (since is null))
);
create index policy_moves_pointer on xin.policy_moves(tenant_id, pointer, n desc);
alter table xin.policy_moves enable row level security;
alter table xin.policy_moves force row level security;
create policy tenant on xin.policy_moves
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert on xin.policy_moves to xin_app;

-- The newest move when the conversation was opened, or opened again; null for none by then.
alter table xin.conversations add column opened_under int;

-- A number from 0 to 1 that is always the same for a conversation, whatever server works it out.
create function xin.canary_draw(p_conversation uuid) returns double precision language sql immutable as $$
  select ('x' || substr(md5(p_conversation::text), 1, 8))::bit(32)::bigint::double precision / 4294967296 $$;

-- The version that answers in a conversation: the canary's where it is drawn, else the one production pointed
-- to when it was opened, or after the last move that took running ones along.
create function xin.policy_in(p_tenant uuid, p_conversation uuid, p_opened_under int)
  returns table (policy_id uuid, version int, pointer text) language sql stable as $$
  with canary as (
    select m.policy_id, m.version, m.share, m.since, m.moves_running from xin.policy_moves m
    where m.tenant_id = p_tenant and m.pointer = 'canary' order by m.n desc limit 1
  ), reach as (
    select greatest(coalesce(p_opened_under, 0), coalesce(max(m.n), 0)) as n from xin.policy_moves m
    where m.tenant_id = p_tenant and m.pointer = 'production' and m.moves_running
  )
  select found.policy_id, found.version, found.pointer from (
    select 1 as place, c.policy_id, c.version, 'canary' as pointer from canary c
      where c.version is not null and (c.moves_running or coalesce(p_opened_under, 0) >= c.since)
        and xin.canary_draw(p_conversation) < c.share
    union all (select 2, m.policy_id, m.version, 'production' from xin.policy_moves m, reach
      where m.tenant_id = p_tenant and m.pointer = 'production' and m.n <= reach.n order by m.n desc limit 1)
    union all (select 3, m.previous_policy_id, m.previous_version, 'production' from xin.policy_moves m
      where m.tenant_id = p_tenant and m.pointer = 'production' order by m.n limit 1)
    union all (select 4, p.id, p.production_version, 'production' from xin.policies p
      where p.tenant_id = p_tenant and p.production_version is not null order by p.created_at desc limit 1)
  ) found order by found.place limit 1 $$;

-- As in 0017, for a conversation under the version that answers in it.
create function xin.effective_mode_in(
    p_tenant uuid, p_channel uuid, p_limit text, p_conversation uuid, p_opened_under int)
  returns table (mode text, reason text) language sql stable as $$
  select m.mode, m.reason from (
    select 1 as place, 'policy' as reason, coalesce((
      select v.parsed -> 'settings' ->> 'mode' from xin.policy_in(p_tenant, p_conversation, p_opened_under) i
      join xin.policy_versions v
        on v.tenant_id = p_tenant and v.policy_id = i.policy_id and v.version = i.version), 'off') as mode
    union all select 2, 'workspace', w.mode from xin.ai_modes w
      where w.tenant_id = p_tenant and w.scope = 'workspace' and w.target_id = p_tenant
    union all select 3, 'channel', c.mode from xin.ai_modes c
      where c.tenant_id = p_tenant and c.scope = 'channel' and c.target_id = p_channel
    union all select 4, 'conversation', p_limit where p_limit is not null
    union all select 5, 'fallback', 'draft'
      where exists (select from xin.auto_fallbacks f where f.tenant_id = p_tenant and f.returned_at is null)
  ) m
  order by array_position(array['off', 'shadow', 'draft', 'auto'], m.mode), m.place limit 1 $$;

-- A conversation is opened under the newest move, in the mode that holds.
create or replace function xin.open_in_mode() returns trigger language plpgsql as $$
begin
  select max(m.n) into new.opened_under from xin.policy_moves m where m.tenant_id = new.tenant_id;
  select e.mode, e.reason into new.mode, new.mode_reason
  from xin.effective_mode_in(new.tenant_id, new.channel_id, new.mode_limit, new.id, new.opened_under) e;
  return new;
end $$;

-- One that is opened again goes on under what answers by now.
create trigger open_again_in_mode before update of status on xin.conversations
  for each row when (old.status = 'resolved' and new.status = 'open') execute function xin.open_in_mode();

revoke execute on function xin.canary_draw(uuid), xin.policy_in(uuid, uuid, int),
  xin.effective_mode_in(uuid, uuid, text, uuid, int) from public;
grant execute on function xin.canary_draw(uuid), xin.policy_in(uuid, uuid, int),
  xin.effective_mode_in(uuid, uuid, text, uuid, int) to xin_app;
