-- What people say about a range of a shared page, and the words they suggest for it.

create table xin.doc_threads (
  tenant_id uuid not null,
  kind text not null,
  doc_id uuid not null,
  -- Chosen by the client: sending the same again adds nothing.
  id uuid not null,
  sort text not null check (sort in ('comment', 'suggestion')),
  -- Relative positions of Yjs as JSON: they stay between the same letters.
  range_start text not null check (length(range_start) <= 300),
  range_end text not null check (length(range_end) <= 300),
  -- What stood there.
  quote text not null,
  proposed text,
  state text not null default 'open',
  -- A member; null is Xin.
  author_id uuid,
  -- What a suggestion of Xin comes from.
  evidence jsonb,
  decided_by uuid,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, kind, doc_id) references xin.docs(tenant_id, kind, id),
  check ((sort = 'suggestion') = (proposed is not null)),
  check (state in ('open', 'resolved') or (sort = 'suggestion' and state in ('accepted', 'rejected')))
);
create index doc_threads_of_doc on xin.doc_threads(tenant_id, kind, doc_id, changed_at desc);

create table xin.doc_comments (
  tenant_id uuid not null,
  thread_id uuid not null,
  id uuid not null,
  author_id uuid not null,
  -- Null once its author has deleted it.
  body text check (length(body) <= 4000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, thread_id, id),
  foreign key (tenant_id, thread_id) references xin.doc_threads(tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['doc_threads', 'doc_comments'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert on xin.doc_threads, xin.doc_comments to xin_app;
grant update (range_start, range_end, state, decided_by, changed_at) on xin.doc_threads to xin_app;
grant update (body) on xin.doc_comments to xin_app;
