-- Documents people write together: what they did, in order, as Yjs updates, and now and then the whole as a
-- snapshot, so that opening one does not read its history.

create table xin.docs (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  kind text not null check (kind in ('policy')),
  -- The policy whose page it is.
  id uuid not null,
  last_seq bigint not null default 0,
  -- Everything up to snapshot_seq, in Yjs's second encoding.
  snapshot bytea,
  snapshot_seq bigint not null default 0,
  primary key (tenant_id, kind, id),
  foreign key (tenant_id, id) references xin.policies(tenant_id, id)
);

create table xin.doc_updates (
  tenant_id uuid not null,
  kind text not null,
  doc_id uuid not null,
  seq bigint not null,
  -- A member's id; null for the text the document began with.
  author_id uuid,
  update bytea not null check (length(update) <= 262144),
  created_at timestamptz not null default now(),
  primary key (tenant_id, kind, doc_id, seq),
  foreign key (tenant_id, kind, doc_id) references xin.docs(tenant_id, kind, id)
);

-- Whose Yjs client is whose: nobody writes in another's name, or over another's clock.
create table xin.doc_clients (
  tenant_id uuid not null,
  kind text not null,
  doc_id uuid not null,
  client bigint not null,
  member_id uuid not null,
  primary key (tenant_id, kind, doc_id, client),
  foreign key (tenant_id, kind, doc_id) references xin.docs(tenant_id, kind, id)
);

do $$
declare t text;
begin
  foreach t in array array['docs', 'doc_updates', 'doc_clients'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update on xin.docs to xin_app;
grant select, insert on xin.doc_updates, xin.doc_clients to xin_app;
