-- How far the AI may go, apart from what its policy says: of a workspace, a channel, a conversation, and
-- after answers that people did not let stand. The strictest of them holds.

create table xin.ai_modes (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  scope text not null check (scope in ('workspace', 'channel')),
  -- The workspace's or the channel's id.
  target_id uuid not null,
  mode text not null check (mode in ('off', 'shadow', 'draft', 'auto')),
  set_by text not null,
  set_at timestamptz not null default now(),
  primary key (tenant_id, scope, target_id)
);

-- Each time answers stopped going out by themselves because too few of them were let stand, with what showed
-- it. While one is open, nothing is sent.
create table xin.auto_fallbacks (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  decision_id uuid not null,
  -- The answers that were counted, the newest, and how many of them people did not let stand.
  answers int not null check (answers > 0),
  wrong int not null check (wrong between 1 and answers),
  -- The share that was right at most, and the least that must be.
  at_most double precision not null check (at_most between 0 and 1),
  least double precision not null check (least between 0 and 1),
  fell_at timestamptz not null default now(),
  returned_at timestamptz,
  returned_by text,
  primary key (tenant_id, id),
  check ((returned_at is null) = (returned_by is null))
);
create unique index auto_fallbacks_open on xin.auto_fallbacks(tenant_id) where returned_at is null;

alter table xin.conversations
  drop constraint conversations_mode_check,
  add constraint conversations_mode_check check (mode in ('off', 'shadow', 'draft', 'auto')),
  -- What people set for this conversation; null where they set nothing.
  add column mode_limit text check (mode_limit in ('off', 'shadow', 'draft', 'auto')),
  -- Which of them is the strictest; null in conversations from before, until the AI next looks at them.
  add column mode_reason text check (mode_reason in ('policy', 'workspace', 'channel', 'conversation', 'fallback'));
alter table xin.decisions
  drop constraint decisions_mode_check,
  add constraint decisions_mode_check check (mode in ('off', 'shadow', 'draft', 'auto'));
-- What the AI would have said where it decided silently, and what it sent by itself of late.
create index decisions_shadow on xin.decisions(tenant_id, created_at desc) where mode = 'shadow';
create index decisions_sent on xin.decisions(tenant_id, created_at desc) where outcome = 'sent';

do $$
declare t text;
begin
  foreach t in array array['ai_modes', 'auto_fallbacks'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;
grant select, insert, update, delete on xin.ai_modes to xin_app;
grant select, insert, update on xin.auto_fallbacks to xin_app;

-- The strictest mode and where it comes from; of equally strict ones the first of this list. Row level
-- security holds inside: it runs as its caller.
create function xin.effective_mode(p_tenant uuid, p_channel uuid, p_limit text)
  returns table (mode text, reason text) language sql stable as $$
  select m.mode, m.reason from (
    select 1 as place, 'policy' as reason, coalesce(max(v.parsed -> 'settings' ->> 'mode'), 'off') as mode
    from xin.policies p join xin.policy_versions v
      on v.tenant_id = p.tenant_id and v.policy_id = p.id and v.version = p.production_version
    where p.tenant_id = p_tenant
    union all select 2, 'workspace', w.mode from xin.ai_modes w
      where w.tenant_id = p_tenant and w.scope = 'workspace' and w.target_id = p_tenant
    union all select 3, 'channel', c.mode from xin.ai_modes c
      where c.tenant_id = p_tenant and c.scope = 'channel' and c.target_id = p_channel
    union all select 4, 'conversation', p_limit where p_limit is not null
    union all select 5, 'fallback', 'draft'
      where exists (select from xin.auto_fallbacks f where f.tenant_id = p_tenant and f.returned_at is null)
  ) m
  order by array_position(array['off', 'shadow', 'draft', 'auto'], m.mode), m.place limit 1 $$;

-- A conversation is opened in the mode that holds.
create function xin.open_in_mode() returns trigger language plpgsql as $$
begin
  select e.mode, e.reason into new.mode, new.mode_reason
  from xin.effective_mode(new.tenant_id, new.channel_id, new.mode_limit) e;
  return new;
end $$;
create trigger open_in_mode before insert on xin.conversations
  for each row execute function xin.open_in_mode();

revoke execute on function xin.effective_mode(uuid, uuid, text), xin.open_in_mode() from public;
grant execute on function xin.effective_mode(uuid, uuid, text), xin.open_in_mode() to xin_app;

-- What the AI would have said is not for everybody: a transaction that reads for somebody who may not see it
-- says so first.
create policy hidden_shadow on xin.decisions as restrictive for select
  using (mode <> 'shadow' or (select current_setting('app.hide_shadow', true)) is distinct from 'on');
