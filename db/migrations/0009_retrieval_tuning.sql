-- How a workspace finds and sends answers: numbered versions that never change (r1, r2, …), and the
-- pointer that says which one answers visitors. A workspace without a row runs on the built-in values, r0.

-- One row a tenant, locked by whoever saves or publishes.
create table xin.retrieval_configs (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  last_version int not null default 0,
  -- 0 is r0: nothing saved is used.
  production_version int not null default 0
);

create table xin.retrieval_versions (
  tenant_id uuid not null,
  version int not null check (version > 0),
  -- As engine/knowledge/tuning.ts has it.
  tuning jsonb not null,
  note text check (length(note) <= 500),
  author_id text not null,
  author_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, version),
  foreign key (tenant_id) references xin.retrieval_configs(tenant_id) on delete cascade
);

-- Every move of the pointer, never changed: who let which version answer, and when.
create table xin.retrieval_moves (
  tenant_id uuid not null,
  n int not null check (n > 0),
  version int not null,
  previous int not null,
  moved_by_id text not null,
  moved_by_name text not null,
  moved_at timestamptz not null default now(),
  primary key (tenant_id, n),
  foreign key (tenant_id) references xin.retrieval_configs(tenant_id) on delete cascade
);

-- Questions with the source that should come first. A version is compared with another one on them.
create table xin.saved_questions (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  question text not null check (length(question) between 1 and 500),
  lang text not null check (lang in ('en', 'zh')),
  -- Null: nothing in the knowledge answers it, and the AI should hand over.
  source_id uuid,
  -- The expected passage's heading; null when any passage of the source will do. Passages get new ids
  -- whenever their source is read again, headings stay.
  heading text check (length(heading) <= 1000),
  saved_from text not null check (saved_from in ('retrieval', 'unanswered', 'api', 'demo')),
  author_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, question),
  foreign key (tenant_id, source_id) references xin.sources(tenant_id, id)
);

-- What the team has done about questions that found nothing. The questions themselves are in
-- xin.decisions; a gap keeps a few as examples, and every question like them belongs to it.
create table xin.knowledge_gaps (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  state text not null check (state in ('dismissed', 'drafted', 'added')),
  examples text[] not null check (cardinality(examples) between 1 and 20),
  -- The article being written; null for a dismissed gap.
  title text check (length(title) between 1 and 200),
  body text check (length(body) <= 100000),
  -- The source the article has become.
  source_id uuid,
  author_name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references xin.sources(tenant_id, id),
  check ((state = 'dismissed') = (title is null)),
  check ((state = 'added') = (source_id is not null))
);

-- Questions that found nothing, or whose draft was thrown away, are looked up by time.
create index decisions_unanswered on xin.decisions(tenant_id, created_at desc)
  where (outcome = 'handed_over' and reason = 'unsure') or outcome = 'discarded';

do $$
declare t text;
begin
  foreach t in array array['retrieval_configs', 'retrieval_versions', 'retrieval_moves', 'saved_questions', 'knowledge_gaps'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update on xin.retrieval_configs to xin_app;
grant select, insert on xin.retrieval_versions, xin.retrieval_moves to xin_app;
grant select, insert, update, delete on xin.saved_questions to xin_app;
grant select, insert, update, delete on xin.knowledge_gaps to xin_app;
