-- Who typed which lines of a version that was written together: {"members": [{"id", "name"}], "lines": [[first line,
-- last line, [places in members]]]}, lines from 1. Null where it was not written in the shared page.
alter table xin.policy_versions add column typists jsonb check (pg_column_size(typists) <= 32768);
