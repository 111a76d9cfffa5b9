-- Tags of conversations: words of the team's own, to sort by. Written with the event that says so.
create table xin.conversation_tags (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  conversation_id uuid not null,
  tag text not null check (char_length(tag) between 1 and 40),
  primary key (tenant_id, conversation_id, tag),
  foreign key (tenant_id, conversation_id) references xin.conversations(tenant_id, id) on delete cascade
);
create index conversation_tags_by_tag on xin.conversation_tags(tenant_id, tag);

alter table xin.conversation_tags enable row level security;
alter table xin.conversation_tags force row level security;
create policy tenant on xin.conversation_tags
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));
grant select, insert, delete on xin.conversation_tags to xin_app;
