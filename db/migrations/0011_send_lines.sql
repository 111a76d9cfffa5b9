-- The send line: what an answer was measured by, what people made of it, and the lines learnt from that.

alter table xin.decisions
  -- How the confidence came about, as db/reads/moved-lines.ts says it; null where the line decided nothing:
  -- a rule answered, a guard wanted a person, or there was no answer.
  add column scoring text check (length(scoring) <= 500),
  -- What people made of the answer; null while nobody has judged it.
  add column verdict text check (verdict in ('approved', 'edited', 'rejected', 'retracted', 'taken_over')),
  -- Twentieths of confidence, 0 to 20: lines lie between them. By way of numeric, since .7 as a real is a hair
  -- less. A column, since under row level security an index on an expression is not used.
  add column band smallint generated always as (floor(confidence::numeric * 20)::smallint) stored;

-- The newest answers of a band that were measured one way, the drafts of them that people judged, and all that were
-- judged. However many there are below a line, those above it are found at once.
create index decisions_scored on xin.decisions(tenant_id, scoring, band, created_at)
  where scoring is not null;
create index decisions_judged_drafts on xin.decisions(tenant_id, scoring, band, created_at)
  where scoring is not null and verdict is not null and outcome <> 'sent';
create index decisions_judged on xin.decisions(tenant_id, scoring, created_at)
  where scoring is not null and verdict is not null;

-- The line that holds where it has moved by itself, with the evidence of its last move. One row for each way of
-- scoring, each model that writes, and each way of beginning; without a row the line stands where it began.
create table xin.send_lines (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  scoring text not null,
  -- Provider and model.
  writer text not null check (length(writer) <= 500),
  setting text not null check (setting in ('learn', 'proven')),
  -- Null: nothing is sent.
  line double precision check (line between 0 and 1),
  previous double precision check (previous between 0 and 1),
  reason text not null check (reason in ('proven', 'refuted')),
  -- The answers that moved it: those at or above this line, how many, and how many of them were wrong.
  evidence_line double precision not null check (evidence_line between 0 and 1),
  judged int not null check (judged >= 0),
  wrong int not null check (wrong between 0 and judged),
  moved_at timestamptz not null default now(),
  primary key (tenant_id, scoring, writer, setting)
);

alter table xin.send_lines enable row level security;
alter table xin.send_lines force row level security;
create policy tenant on xin.send_lines
  using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()));

grant select, insert, update on xin.send_lines to xin_app;
