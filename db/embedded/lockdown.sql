-- The embedded engine only; run by the superuser after roles.sql, and harmless when run again.
-- All its clients are one session of the superuser, whom the wire turns into xin_app. A statement
-- that changes the user is refused by its text, so the app must have no way to run SQL that is put
-- together on the server. (It can make no functions: it may create nothing in any schema.)

revoke usage on language plpgsql from public;
grant usage on language plpgsql to xin_owner, xin_jobs;

revoke execute on function
  query_to_xml(text, boolean, boolean, text),
  query_to_xmlschema(text, boolean, boolean, text),
  query_to_xml_and_xmlschema(text, boolean, boolean, text),
  cursor_to_xml(refcursor, int, boolean, boolean, text),
  cursor_to_xmlschema(refcursor, boolean, boolean, text),
  ts_stat(text),
  ts_stat(text, text),
  ts_rewrite(tsquery, text)
from public;
