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
  add foreign key (tenant_id, previous_model_id) references xin.embedding_models(tenant_id, id);

-- The same words have the same vector: it is copied, not computed again.
create index chunk_embeddings_content on xin.chunk_embeddings(tenant_id, model_id, content_hash)
  where model_id not like 'hash-%';
