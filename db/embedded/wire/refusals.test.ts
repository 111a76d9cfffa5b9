import { describe, expect, test } from "vitest";
import { cString, encode, int32, simpleQuery } from "./protocol.ts";
import { refusal } from "./refusals.ts";

const parse = (sql: string) => encode("P", cString("name"), cString(sql), Buffer.from([0, 0]));

describe("another role", () => {
  test.each([
    "set session authorization postgres",
    "SET SESSION AUTHORIZATION DEFAULT",
    "set local session authorization postgres",
    "set/**/session/* x */authorization postgres",
    "set session /* /* nested */ */ authorization postgres",
    "set -- comment\n session authorization postgres",
    "select 1; set session authorization postgres; select 2",
    "begin; reset session authorization; commit",
    "set session_authorization = 'postgres'",
    'set local "session_authorization" to postgres',
    "select set_config('session_authorization', 'postgres', true)",
    "select pg_catalog.set_config('session_authorization', 'postgres', true)",
    "update pg_settings set setting = 'postgres' where name = 'session_authorization'",
    "update pg_catalog.pg_settings set setting = 'x' where name like 'session%'",
    "do $$ begin set session authorization postgres; end $$",
    "do $x$ begin execute 'set session authorization postgres'; end $x$",
    "create function f() returns void language plpgsql as $$ begin reset session authorization; end $$",
    "set role xin_owner",
    "set local role xin_owner",
    "set session role xin_owner",
    'set "role" to xin_owner',
    "reset role",
    "select 1; reset role",
    "do $$ begin set local role xin_owner; end $$",
    "do $$ begin if true then set role xin_owner; end if; end $$",
    "do $$ begin execute 'set role xin_owner'; end $$",
    "select set_config('role', 'xin_owner', true)",
  ])("%s", (sql) => {
    expect(refusal(simpleQuery(sql))?.code).toBe("42501");
    expect(refusal(parse(sql))?.code).toBe("42501");
  });

  test.each([
    "select set_config('session_' || 'authorization', 'postgres', true)",
    "select set_config($1, 'postgres', true)",
    String.raw`select set_config(E'session\x5fauthorization', 'postgres', true)`,
    String.raw`set local u&"session\005fauthorization" = postgres`,
    "select set_config(name, 'x', true) from (values ('role')) v(name)",
  ])("spelt so that it cannot be read: %s", (sql) => {
    expect(refusal(parse(sql))?.code).toBe("0A000");
  });
});

describe("state of the session that all share", () => {
  test.each([
    "copy xin.events from stdin",
    "COPY xin.events (a, b)\nFROM STDIN with (format binary)",
    "select 1; copy t from stdin",
    "discard all",
    "discard plans",
    "deallocate all",
    "deallocate prepare all",
    "reset all",
    "reset work_mem",
    "set work_mem = '1GB'",
    "set app.tenant_id = 'x'",
    "set session work_mem to '1GB'",
    "set time zone 'UTC'",
    "set session characteristics as transaction isolation level serializable",
    "select set_config('app.tenant_id', 'x', false)",
    "select set_config('app.tenant_id', $1, $2)",
    "select pg_advisory_lock(1)",
    "select pg_try_advisory_lock(1)",
    "select pg_advisory_unlock_all()",
  ])("%s", (sql) => {
    expect(refusal(simpleQuery(sql))?.code).toBe("0A000");
    expect(refusal(parse(sql))?.code).toBe("0A000");
  });

  test("the protocol's function call", () => {
    expect(refusal(encode("F", int32(0)))?.code).toBe("0A000");
  });
});

describe("lets through", () => {
  test.each([
    "select 1",
    "update xin.members set role = 'admin' where id = $1",
    "insert into xin.members (role) values ('owner') on conflict (id) do update set role = excluded.role",
    "select role from xin.members; update xin.members set role = 'x'",
    "select * from xin.sessions where token_hash = $1",
    "select xin.open_session($1, $2, $3, $4)",
    "select set_config('app.tenant_id', $1, true)",
    "select set_config('app.tenant_id', coalesce($1, lower('a,b'))::text, true)",
    "set local statement_timeout = 1000",
    "set transaction isolation level serializable",
    "set constraints all deferred",
    "begin isolation level serializable",
    "copy (select 1) to stdout",
    "select pg_advisory_xact_lock(1)",
    "select pg_try_advisory_xact_lock(1)",
    "deallocate one",
    "create function xin.f() returns int language sql security definer set search_path = xin, pg_temp as $$ select 1 $$",
    "create function xin.g() returns void language plpgsql as $$ begin update xin.members set role = 'x'; end $$",
    "-- set role is refused\nselect 1",
    "select 1 /* reset session authorization */",
    "do $$ begin execute format('alter table xin.%I enable row level security', 'a'); end $$",
  ])("%s", (sql) => {
    expect(refusal(simpleQuery(sql))).toBeNull();
    expect(refusal(parse(sql))).toBeNull();
  });
});
