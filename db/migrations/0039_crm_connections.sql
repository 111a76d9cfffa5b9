-- Where a workspace keeps its orders and tickets, for the AI to read one of them. Without a row it reads none.

create table xin.crm_connections (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  -- Base URL: /orders/{number} and /tickets/{number} follow.
  url text not null check (length(url) between 1 and 500),
  -- The last characters of the key, which is sealed in xin.secrets; null for a server that wants none.
  key_ending text check (length(key_ending) <= 4),
  changed_at timestamptz not null default now()
);
alter table xin.crm_connections enable row level security;
alter table xin.crm_connections force row level security;
create policy tenant on xin.crm_connections
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update, delete on xin.crm_connections to xin_app;
