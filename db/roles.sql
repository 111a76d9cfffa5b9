-- Run once by a superuser in the database Xin will use; running it again changes nothing.
-- Everything else (db/migrations) runs as xin_owner. Passwords are set elsewhere.

do $$
declare name text;
begin
  foreach name in array array['xin_owner', 'xin_app', 'xin_jobs'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = name) then
      execute format('create role %I', name);
    end if;
    execute format('alter role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication', name);
  end loop;
  -- Temporary tables and functions would be a place for the app to hide things from row level security.
  execute format('revoke temporary on database %I from public', current_database());
end $$;

-- The migrator installs the job queue's schema in the name of its owner.
grant xin_jobs to xin_owner with inherit false, set true;

create extension if not exists vector;

create schema if not exists xin authorization xin_owner;
grant usage on schema xin to xin_app;

create schema if not exists pgboss authorization xin_jobs;
grant usage on schema pgboss to xin_app;
