-- Of a draft that was sent: how many of its words people changed, and how many it had. Of one that was sent or
-- discarded: how long it had waited. Of one that was discarded: why, in the words of who did it. What was
-- recorded before this has none of it.
alter table xin.decision_reactions
  add column words_changed int check (words_changed >= 0),
  add column draft_words int check (draft_words >= 0),
  add column waited_ms bigint check (waited_ms >= 0),
  add column reason text check (length(reason) <= 500);
