-- Where a workspace's mail goes out. Without a row that of the installation is used, if it has one.

create table xin.mail_servers (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  host text not null check (length(host) between 1 and 253),
  port int not null check (port between 1 and 65535),
  -- TLS from the first byte, or the command STARTTLS, without which nothing is sent.
  tls text not null check (tls in ('implicit', 'starttls')),
  -- Null for a server that wants no login. The password is sealed in xin.secrets.
  user_name text check (length(user_name) between 1 and 320),
  from_address text not null check (length(from_address) between 3 and 254),
  changed_at timestamptz not null default now()
);
alter table xin.mail_servers enable row level security;
alter table xin.mail_servers force row level security;
create policy tenant on xin.mail_servers
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update, delete on xin.mail_servers to xin_app;

-- Mails that are to go out, or went out lately. Recipient and words are sealed while they wait, and gone afterwards.
create table xin.outgoing_mails (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  key_id text,
  wrapped_key bytea,
  content bytea,
  -- Why it failed, or why the last try did.
  failure text check (length(failure) <= 40),
  -- Nobody else tries while this has not passed.
  claimed_until timestamptz,
  -- Not sent later than this: what it says is no longer true then.
  send_before timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check ((content is null) = (state <> 'waiting'))
);
create index outgoing_mails_created on xin.outgoing_mails (tenant_id, created_at);
alter table xin.outgoing_mails enable row level security;
alter table xin.outgoing_mails force row level security;
create policy tenant on xin.outgoing_mails
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update, delete on xin.outgoing_mails to xin_app;
