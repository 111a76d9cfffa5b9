-- The draft of an answer is a document too, under the id of the decision that proposed it. What a document
-- belongs to stays a foreign key, and a draft's words go with its decision.
alter table xin.docs
  drop constraint docs_kind_check,
  drop constraint docs_tenant_id_id_fkey,
  add constraint docs_kind_check check (kind in ('policy', 'draft')),
  add column policy_id uuid generated always as (case when kind = 'policy' then id end) stored,
  add column decision_id uuid generated always as (case when kind = 'draft' then id end) stored,
  add foreign key (tenant_id, policy_id) references xin.policies(tenant_id, id),
  add foreign key (tenant_id, decision_id) references xin.decisions(tenant_id, id) on delete cascade;
create index docs_decision on xin.docs(tenant_id, decision_id) where decision_id is not null;

alter table xin.doc_updates
  drop constraint doc_updates_tenant_id_kind_doc_id_fkey,
  add foreign key (tenant_id, kind, doc_id) references xin.docs(tenant_id, kind, id) on delete cascade;
alter table xin.doc_clients
  drop constraint doc_clients_tenant_id_kind_doc_id_fkey,
  add foreign key (tenant_id, kind, doc_id) references xin.docs(tenant_id, kind, id) on delete cascade;
