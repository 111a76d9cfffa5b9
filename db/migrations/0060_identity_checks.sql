-- Visitors prove an e-mail address by a code that was sent to it. Only a keyed hash of a code is stored.

alter table xin.contacts
  add column verified_email text check (length(verified_email) <= 254),
  add column email_verified_at timestamptz;

create table xin.identity_checks (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  -- In small letters.
  email text not null check (length(email) between 3 and 254),
  -- The key of the hash, itself wrapped by the installation's key.
  key_id text not null,
  wrapped_key bytea not null,
  code_hash bytea not null check (length(code_hash) = 32),
  tries int not null default 0 check (tries between 0 and 5),
  -- Replaced: another code was sent since.
  state text not null default 'open' check (state in ('open', 'verified', 'locked', 'replaced')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade,
  foreign key (tenant_id, contact_id) references xin.contacts(tenant_id, id) on delete cascade
);
create index identity_checks_created on xin.identity_checks (tenant_id, created_at);
create index identity_checks_conversation on xin.identity_checks (tenant_id, conversation_id, created_at);
create index identity_checks_contact on xin.identity_checks (tenant_id, contact_id);
alter table xin.identity_checks enable row level security;
alter table xin.identity_checks force row level security;
create policy tenant on xin.identity_checks
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update, delete on xin.identity_checks to xin_app;
