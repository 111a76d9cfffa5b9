-- Tenants, the people in them, the ways in, secrets and the audit log.
-- Every table has row level security, forced also for its owner. A query that names no tenant sees no row.
-- What must be known before the tenant is (a session, a widget key, a token) goes through the
-- SECURITY DEFINER functions at the end; each answers one question and nothing else.

create function xin.tenant_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create table xin.tenants (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name text not null check (length(name) between 1 and 100),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- The tenant-wide position of the last event. A row of its own, so that taking a position
-- locks nothing that a reader of the tenant needs.
create table xin.tenant_positions (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  last_position bigint not null default 0
);

-- A person who can sign in. One person may be a member of several tenants.
-- xin_app has no policy here: only the functions below read or write people.
create table xin.people (
  id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 100),
  password_hash text,
  created_at timestamptz not null default now()
);

create table xin.members (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  person_id uuid not null references xin.people(id),
  role text not null check (role in ('owner', 'admin', 'operator', 'author', 'viewer')),
  name text not null check (length(name) between 1 and 100),
  email text not null,
  locale text not null default 'en' check (locale in ('en', 'zh')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, person_id)
);

create table xin.sessions (
  token_hash bytea primary key,
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  member_id uuid not null,
  person_id uuid not null references xin.people(id),
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (tenant_id, member_id) references xin.members(tenant_id, id) on delete cascade
);
create index sessions_person on xin.sessions(person_id);

create table xin.sign_in_links (
  token_hash bytea primary key,
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (tenant_id, member_id) references xin.members(tenant_id, id) on delete cascade
);

create table xin.api_tokens (
  token_hash bytea primary key,
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  role text not null check (role in ('owner', 'admin', 'operator', 'author', 'viewer')),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  revoked_at timestamptz,
  unique (tenant_id, id)
);

create table xin.channels (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('widget')),
  name text not null check (length(name) between 1 and 100),
  key text not null unique check (key ~ '^[a-z0-9_]{8,64}$'),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table xin.contacts (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  channel_id uuid,
  name text check (length(name) <= 100),
  email text check (length(email) <= 254),
  locale text not null default 'en' check (locale in ('en', 'zh')),
  attributes jsonb not null default '{}',
  merged_into uuid,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references xin.channels(tenant_id, id),
  foreign key (tenant_id, merged_into) references xin.contacts(tenant_id, id)
);

create table xin.visitor_sessions (
  token_hash bytea primary key,
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  channel_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  foreign key (tenant_id, channel_id) references xin.channels(tenant_id, id) on delete cascade,
  foreign key (tenant_id, contact_id) references xin.contacts(tenant_id, id) on delete cascade
);

-- Sealed with AES-256-GCM; the data key is wrapped by the KeyProvider's key named key_id.
create table xin.secrets (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  key_id text not null,
  wrapped_key bytea not null,
  nonce bytea not null,
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

-- Append-only: xin_app may insert and read, never change or delete.
create table xin.audit_log (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('visitor', 'member', 'ai', 'automation', 'api', 'system')),
  actor_id text,
  action text not null,
  target text,
  detail jsonb not null default '{}',
  traceparent text,
  primary key (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['members', 'sessions', 'sign_in_links', 'api_tokens', 'channels', 'contacts',
    'visitor_sessions', 'secrets', 'audit_log', 'tenant_positions'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
  foreach t in array array['tenants', 'people'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
  end loop;
end $$;
create policy tenant on xin.tenants using (id = (select xin.tenant_id())) with check (id = (select xin.tenant_id()));
-- The functions below run as the schema's owner. Forced row level security holds for the owner too,
-- so these policies let the owner's role, and no other, see the rows those functions need.
create policy definer on xin.people to xin_owner using (true) with check (true);
create policy definer on xin.tenants to xin_owner using (true) with check (true);
create policy definer on xin.tenant_positions to xin_owner using (true) with check (true);
create policy definer on xin.members to xin_owner using (true) with check (true);
create policy definer on xin.sessions to xin_owner using (true) with check (true);
create policy definer on xin.sign_in_links to xin_owner using (true) with check (true);
create policy definer on xin.api_tokens to xin_owner using (true) with check (true);
create policy definer on xin.channels to xin_owner using (true) with check (true);
create policy definer on xin.visitor_sessions to xin_owner using (true) with check (true);

grant select, update on xin.tenants, xin.tenant_positions to xin_app;
grant select, insert, update, delete on xin.members, xin.channels, xin.secrets to xin_app;
grant select, insert, update on xin.contacts, xin.api_tokens to xin_app;
grant select, insert, delete on xin.sign_in_links to xin_app;
grant select, insert, update, delete on xin.visitor_sessions to xin_app;
grant select, delete on xin.sessions to xin_app;
grant select, insert on xin.audit_log to xin_app;

-- Look-ups before the tenant is known.

create function xin.create_tenant(p_id uuid, p_slug text, p_name text, p_settings jsonb) returns void
  language plpgsql security definer set search_path = xin, pg_temp as $$
begin
  insert into xin.tenants(id, slug, name, settings) values (p_id, p_slug, p_name, p_settings);
  insert into xin.tenant_positions(tenant_id) values (p_id);
end $$;

create function xin.tenant_by_slug(p_slug text)
  returns table (id uuid, slug text, name text)
  language sql stable security definer set search_path = xin, pg_temp as
  $$ select t.id, t.slug, t.name from xin.tenants t where t.slug = p_slug $$;

create function xin.list_tenants()
  returns table (id uuid, slug text, name text)
  language sql stable security definer set search_path = xin, pg_temp as
  $$ select t.id, t.slug, t.name from xin.tenants t order by t.created_at, t.id $$;

-- Creates the person or answers the one who has this address.
create function xin.ensure_person(p_id uuid, p_email text, p_name text) returns uuid
  language plpgsql security definer set search_path = xin, pg_temp as $$
declare found uuid;
begin
  insert into xin.people(id, email, name) values (p_id, lower(p_email), p_name) on conflict (email) do nothing;
  select p.id into found from xin.people p where p.email = lower(p_email);
  return found;
end $$;

create function xin.password_of(p_email text)
  returns table (person_id uuid, password_hash text, tenant_id uuid, member_id uuid)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select p.id, p.password_hash, m.tenant_id, m.id
  from xin.people p join xin.members m on m.person_id = p.id
  where p.email = lower(p_email)
  order by m.created_at, m.id limit 1 $$;

create function xin.set_password(p_person_id uuid, p_hash text) returns void
  language sql security definer set search_path = xin, pg_temp as
  $$ update xin.people set password_hash = p_hash where id = p_person_id $$;

create function xin.open_session(p_token_hash bytea, p_tenant_id uuid, p_member_id uuid, p_expires_at timestamptz) returns void
  language sql security definer set search_path = xin, pg_temp as $$
  insert into xin.sessions(token_hash, tenant_id, member_id, person_id, expires_at)
  select p_token_hash, m.tenant_id, m.id, m.person_id, p_expires_at
  from xin.members m where m.tenant_id = p_tenant_id and m.id = p_member_id $$;

-- A link works once, within its time.
create function xin.use_sign_in_link(p_token_hash bytea)
  returns table (tenant_id uuid, member_id uuid)
  language sql security definer set search_path = xin, pg_temp as $$
  update xin.sign_in_links l set used_at = now()
  where l.token_hash = p_token_hash and l.used_at is null and l.expires_at > now()
  returning l.tenant_id, l.member_id $$;

-- A session ends at its time, and after seven days without use.
create function xin.session_by_token(p_token_hash bytea)
  returns table (tenant_id uuid, tenant_slug text, tenant_name text, member_id uuid, person_id uuid, role text, name text, email text, locale text, expires_at timestamptz)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select s.tenant_id, t.slug, t.name, s.member_id, s.person_id, m.role, m.name, m.email, m.locale, s.expires_at
  from xin.sessions s
  join xin.members m on m.tenant_id = s.tenant_id and m.id = s.member_id
  join xin.tenants t on t.id = s.tenant_id
  where s.token_hash = p_token_hash and s.expires_at > now() and s.used_at > now() - interval '7 days' $$;

create function xin.close_session(p_token_hash bytea) returns void
  language sql security definer set search_path = xin, pg_temp as
  $$ delete from xin.sessions where token_hash = p_token_hash $$;

create function xin.close_sessions_of_person(p_person_id uuid, p_kept_hash bytea) returns void
  language sql security definer set search_path = xin, pg_temp as
  $$ delete from xin.sessions where person_id = p_person_id and token_hash <> p_kept_hash $$;

-- Notes that a session is in use, at most every five minutes: a read must not cost a write.
create function xin.touch_session(p_token_hash bytea) returns void
  language sql security definer set search_path = xin, pg_temp as $$
  update xin.sessions set used_at = now()
  where token_hash = p_token_hash and expires_at > now()
    and used_at between now() - interval '7 days' and now() - interval '5 minutes' $$;

create function xin.workspaces_of_session(p_token_hash bytea)
  returns table (tenant_id uuid, slug text, name text)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select t.id, t.slug, t.name
  from xin.sessions s join xin.members m on m.person_id = s.person_id join xin.tenants t on t.id = m.tenant_id
  where s.token_hash = p_token_hash and s.expires_at > now() and s.used_at > now() - interval '7 days'
  order by t.created_at, t.id $$;

-- Moves a session to another workspace of the same person; answers whether it did.
create function xin.switch_workspace(p_token_hash bytea, p_slug text) returns boolean
  language plpgsql security definer set search_path = xin, pg_temp as $$
begin
  update xin.sessions s set tenant_id = m.tenant_id, member_id = m.id
  from xin.members m join xin.tenants t on t.id = m.tenant_id
  where s.token_hash = p_token_hash and s.expires_at > now() and s.used_at > now() - interval '7 days'
    and m.person_id = s.person_id and t.slug = p_slug;
  return found;
end $$;

create function xin.channel_by_key(p_key text)
  returns table (tenant_id uuid, channel_id uuid, tenant_slug text, name text, settings jsonb)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select c.tenant_id, c.id, t.slug, c.name, c.settings
  from xin.channels c join xin.tenants t on t.id = c.tenant_id where c.key = p_key $$;

create function xin.visitor_session_by_token(p_token_hash bytea)
  returns table (tenant_id uuid, channel_id uuid, contact_id uuid)
  language sql stable security definer set search_path = xin, pg_temp as
  $$ select v.tenant_id, v.channel_id, v.contact_id from xin.visitor_sessions v where v.token_hash = p_token_hash $$;

create function xin.api_token(p_token_hash bytea)
  returns table (tenant_id uuid, token_id uuid, role text, name text)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select a.tenant_id, a.id, a.role, a.name from xin.api_tokens a
  where a.token_hash = p_token_hash and a.revoked_at is null $$;

revoke execute on all functions in schema xin from public;
grant execute on all functions in schema xin to xin_app;
