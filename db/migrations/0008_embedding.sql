-- Embedding models by version: which one answers, which is being built, which can be gone back to.
--
-- The hash vectors that need no model are always kept for every passage: they find misspelt words, and
-- they answer alone while a model's server is away. A model's vectors come on top of them.

-- What a provider needs besides the model's name: languages, url, name of the secret, path.
alter table xin.embedding_models add column settings jsonb not null default '{}';

-- The model that answered before the active one. It gets the vectors of new passages as well, so that
-- going back loses nothing, until it is dropped.
alter table xin.knowledge_bases
  add column previous_model_id text,
  -- A rerank model's url, name and the name of its key's secret; null without one.
  add column reranker jsonb,
  add foreign key (tenant_id, previous_model_id) references xin.embedding_models(tenant_id, id);

-- The same words have the same vector: it is copied, not computed again.
create index chunk_embeddings_content on xin.chunk_embeddings(tenant_id, model_id, content_hash)
  where model_id not like 'hash-%';

-- A short code of each vector (engine/knowledge/vector-code.ts). Scanning a tenant's codes finds the few
-- hundred vectors worth an exact look: an index that knows nothing of tenants would lose half of what a
-- filter leaves, and comparing 15,000 vectors takes longer than a question may. Narrow rows of their own,
-- so that the scan reads little.
create table xin.chunk_codes (
  tenant_id uuid not null,
  model_id text not null,
  chunk_id uuid not null,
  code bit(1024) not null,
  primary key (tenant_id, model_id, chunk_id),
  foreign key (tenant_id, model_id, chunk_id) references xin.chunk_embeddings(tenant_id, model_id, chunk_id) on delete cascade
);
alter table xin.chunk_codes enable row level security;
alter table xin.chunk_codes force row level security;
create policy tenant on xin.chunk_codes using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, delete on xin.chunk_codes to xin_app;
