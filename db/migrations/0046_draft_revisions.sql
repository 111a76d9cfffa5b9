-- A draft that was written anew because a person asked for it: the decision whose draft it was to replace, and
-- what was asked for. Both are null for every other decision, and go with it when it is erased.
alter table xin.decisions
  add column revises uuid,
  add column instruction text check (length(instruction) <= 500);
