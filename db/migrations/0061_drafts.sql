-- A draft is there from its first word on: the AI writes into its document before there is a decision. The document
-- belongs to the draft now, and the draft to its decision once that is recorded, so that its words still go with it.
create table xin.drafts (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  -- The id its decision has, or will have.
  id uuid not null,
  conversation_id uuid not null,
  -- The Yjs client the AI writes with; whoever begins to write takes the next one, and the one before is refused.
  client bigint not null default 1,
  -- The decision that ended its writing, mostly its own; null while it is being written.
  decision_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade,
  foreign key (tenant_id, decision_id) references xin.decisions(tenant_id, id) on delete cascade
);
create index drafts_conversation on xin.drafts(tenant_id, conversation_id);
create index drafts_decision on xin.drafts(tenant_id, decision_id) where decision_id is not null;

-- Of every tenant: the owner of the tables sees them all for as long as this takes.
alter table xin.docs no force row level security;
alter table xin.decisions no force row level security;
insert into xin.drafts (tenant_id, id, conversation_id, decision_id)
select d.tenant_id, d.id, e.conversation_id, d.id
from xin.docs d join xin.decisions e on e.tenant_id = d.tenant_id and e.id = d.id
where d.kind = 'draft';
alter table xin.docs force row level security;
alter table xin.decisions force row level security;

-- The document of a draft whose decision is recorded already is opened by whoever looks at it first.
create function xin.draft_of_doc() returns trigger language plpgsql as $$
begin
  insert into xin.drafts (tenant_id, id, conversation_id, decision_id)
  select d.tenant_id, d.id, d.conversation_id, d.id from xin.decisions d
  where d.tenant_id = new.tenant_id and d.id = new.id
  on conflict do nothing;
  return new;
end $$;
create trigger docs_draft before insert on xin.docs
  for each row when (new.kind = 'draft') execute function xin.draft_of_doc();

alter table xin.docs
  drop constraint docs_tenant_id_decision_id_fkey,
  add foreign key (tenant_id, decision_id) references xin.drafts(tenant_id, id) on delete cascade;

alter table xin.drafts enable row level security;
alter table xin.drafts force row level security;
create policy tenant on xin.drafts using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, update on xin.drafts to xin_app;
