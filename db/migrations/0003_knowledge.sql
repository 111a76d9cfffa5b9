-- The knowledge base of a tenant: sources, their raw contents, and the passages ("chunks") answers are taken from.
--
-- A source is processed into a numbered version. Its chunks are staged in small batches, so that no
-- transaction is long, and become findable all at once when the version's valid_from is set; the version
-- before gets its valid_to in the same transaction. What a chunk says never changes. Both ends are numbers of
-- xin.knowledge_bases.version, which counts every change: an old answer can be replayed as of any of them.

-- What made the vectors of an index. Never changed: another model, or another way of cutting text
-- into tokens, is another row.
create table xin.embedding_models (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id text not null check (length(id) between 1 and 100),
  provider text not null,
  model text not null,
  revision text not null,
  dims int not null check (dims between 1 and 4096),
  prefixes jsonb not null default '{}',
  tokenizer_version int not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- One row a tenant: which model answers (and which one is being built), how often the base has changed,
-- and the statistics scoring needs, summed over the live chunks.
create table xin.knowledge_bases (
  tenant_id uuid primary key references xin.tenants(id) on delete cascade,
  version bigint not null default 0,
  active_model_id text not null,
  building_model_id text,
  tokenizer_version int not null,
  chunk_count int not null default 0 check (chunk_count >= 0),
  source_count int not null default 0 check (source_count >= 0),
  -- Sum over the live chunks of their weighted number of tokens.
  token_count double precision not null default 0,
  -- In how many live chunks a token or character piece occurs, by hash bucket; packed by the engine.
  frequencies bytea,
  updated_at timestamptz not null default now(),
  foreign key (tenant_id, active_model_id) references xin.embedding_models(tenant_id, id),
  foreign key (tenant_id, building_model_id) references xin.embedding_models(tenant_id, id)
);

create table xin.sources (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('file', 'text', 'url')),
  title text not null check (length(title) between 1 and 300),
  -- Whether a person gave the title; else the document's own replaces it.
  title_given boolean not null default false,
  filename text check (length(filename) <= 300),
  mime text check (length(mime) <= 200),
  -- Main language of the text; null until it is known.
  lang text check (lang in ('en', 'zh')),
  url text check (length(url) <= 2000),
  bytes int not null check (bytes between 0 and 20971520),
  content_hash bytea not null,
  state text not null default 'queued' check (state in ('queued', 'extracting', 'chunking', 'embedding', 'live', 'failed', 'deleted')),
  failure_reason text,
  failure_detail text check (length(failure_detail) <= 500),
  -- The last version tried and the one that answers now; a new one may be in the making while an old one answers.
  last_version int not null default 0,
  live_version int,
  chunk_count int not null default 0,
  attempts int not null default 0,
  created_by_kind text not null,
  created_by_id text,
  created_by_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  live_at timestamptz,
  deleted_at timestamptz,
  primary key (tenant_id, id),
  check ((state = 'failed') = (failure_reason is not null)),
  check (state <> 'live' or live_version is not null),
  check (state <> 'deleted' or live_version is null)
);
-- The same bytes are one source.
create unique index sources_content on xin.sources(tenant_id, content_hash) where state <> 'deleted';
create index sources_recent on xin.sources(tenant_id, created_at desc, id) where state <> 'deleted';
create index sources_url on xin.sources(tenant_id, url) where state <> 'deleted' and kind = 'url';

-- The bytes as they came, to extract again from. Gone with the source.
create table xin.source_contents (
  tenant_id uuid not null,
  source_id uuid not null,
  content bytea not null check (octet_length(content) <= 20971520),
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references xin.sources(tenant_id, id) on delete cascade
);
-- Most contents are compressed already, and a plain copy is read faster.
alter table xin.source_contents alter column content set storage external;

create table xin.source_versions (
  tenant_id uuid not null,
  source_id uuid not null,
  version int not null,
  content_hash bytea not null,
  tokenizer_version int not null,
  chunk_count int not null default 0,
  token_count double precision not null default 0,
  -- How often each token occurs in the whole source, packed by the engine: a passage also counts for what stands around it.
  terms bytea,
  -- Null while staged.
  valid_from bigint,
  valid_to bigint check (valid_to >= valid_from),
  created_at timestamptz not null default now(),
  primary key (tenant_id, source_id, version),
  foreign key (tenant_id, source_id) references xin.sources(tenant_id, id) on delete cascade
);
create unique index source_versions_live on xin.source_versions(tenant_id, source_id) include (version)
  where valid_from is not null and valid_to is null;

create table xin.chunks (
  tenant_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  source_version int not null,
  ordinal int not null,
  title text not null,
  -- Headings above it, outermost first, joined by ' › '. Empty at the top of a document.
  heading text not null default '',
  text text not null check (length(text) between 1 and 8000),
  lang text not null check (lang in ('en', 'zh')),
  -- Where it stands in the source: a fragment of its page, or a page number from 1.
  anchor text check (length(anchor) <= 300),
  page int check (page > 0),
  content_hash bytea not null,
  -- The engine's own tokens, not PostgreSQL's reading of the text. Emptied when the version no longer answers.
  tokens tsvector,
  primary key (tenant_id, id),
  unique (tenant_id, source_id, source_version, ordinal),
  foreign key (tenant_id, source_id, source_version) references xin.source_versions(tenant_id, source_id, version) on delete cascade
);
create index chunks_tokens on xin.chunks using gin (tokens) with (fastupdate = off);

-- A tenant has fewer than 10,000 chunks or so: scanning all its vectors takes less time than an approximate
-- index loses in recall, so there is none. Vectors of versions that no longer answer are removed.
create table xin.chunk_embeddings (
  tenant_id uuid not null,
  model_id text not null,
  chunk_id uuid not null,
  source_id uuid not null,
  source_version int not null,
  content_hash bytea not null,
  vec vector not null,
  primary key (tenant_id, model_id, chunk_id),
  foreign key (tenant_id, model_id) references xin.embedding_models(tenant_id, id),
  foreign key (tenant_id, chunk_id) references xin.chunks(tenant_id, id) on delete cascade
);
create index chunk_embeddings_version on xin.chunk_embeddings(tenant_id, source_id, source_version);

do $$
declare t text;
begin
  foreach t in array array['embedding_models', 'knowledge_bases', 'sources', 'source_contents', 'source_versions', 'chunks', 'chunk_embeddings'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert on xin.embedding_models to xin_app;
grant select, insert, update on xin.knowledge_bases, xin.sources to xin_app;
grant select, insert, update, delete on xin.source_versions to xin_app;
grant select, insert, update, delete on xin.source_contents to xin_app;
grant select, insert, delete on xin.chunks, xin.chunk_embeddings to xin_app;
grant update (tokens) on xin.chunks to xin_app;

-- Row level security lets no index on tsvector be used: the operator might tell of rows it must not see.
-- This one function may use it. It answers ids and nothing else, and names the tenant itself; what an id
-- stands for is read under row level security as ever.
create policy definer on xin.chunks to xin_owner using (true) with check (true);

-- Ids of the tenant's chunks that have at least one of the tokens, those with the most valuable ones first.
-- Also of versions that are staged or no longer answer, which the caller leaves out.
create function xin.find_chunks(p_tokens tsquery[], p_worths float8[], p_limit int)
  returns table (id uuid, source_id uuid, source_version int)
  language sql stable security definer set search_path = xin, pg_temp set enable_seqscan = off as $$
  select c.id, c.source_id, c.source_version
  from unnest(p_tokens, p_worths) as t(token, worth)
  cross join lateral (
    select k.id, k.source_id, k.source_version from xin.chunks k
    -- As text, so that the index on the tokens is chosen, never one that begins with the tenant.
    where k.tokens @@ t.token and k.tenant_id::text = (select xin.tenant_id())::text
  ) c
  group by c.id, c.source_id, c.source_version
  order by sum(t.worth) desc, c.id
  limit p_limit $$;

revoke execute on function xin.find_chunks(tsquery[], float8[], int) from public;
grant execute on function xin.find_chunks(tsquery[], float8[], int) to xin_app;
