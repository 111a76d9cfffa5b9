-- Answers that went out by themselves are looked at afterwards, one in ten of them, drawn by lot: what nobody
-- objected to is not right for that. And a line may go back to where it began when what proved it is too old.

alter table xin.decisions drop constraint decisions_verdict_check;
alter table xin.decisions add constraint decisions_verdict_check
  check (verdict in ('approved', 'edited', 'rejected', 'retracted', 'taken_over', 'confirmed', 'wrong'));
-- The lot is the last byte of the id, which is random: who looks at answers cannot choose them.
alter table xin.decisions
  add column drawn boolean generated always as (get_byte(uuid_send(id), 15) < 26) stored;

-- The judged answers that prove a line: drafts, and of those that were sent the ones that were drawn.
drop index xin.decisions_judged_drafts;
create index decisions_proof on xin.decisions(tenant_id, scoring, band, created_at)
  where scoring is not null and verdict is not null and (outcome <> 'sent' or drawn);
-- Those that wait to be looked at.
create index decisions_to_check on xin.decisions(tenant_id, created_at)
  where scoring is not null and verdict is null and outcome = 'sent' and drawn;

alter table xin.send_lines drop constraint send_lines_reason_check;
alter table xin.send_lines add constraint send_lines_reason_check
  check (reason in ('proven', 'refuted', 'outdated'));
