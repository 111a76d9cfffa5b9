import { expect, test } from "vitest";
import { plainSql, plainStatements } from "./sql-text.ts";

test.each([
  ["select 1 -- set role x\n, 2", "select 1 , 2"],
  ["SET /* a /* nested */ b */ ROLE x", "set role x"],
  ["select 'it''s -- no comment'", "select 'it''s '"],
  // The quote inside is read as one that was left open: more text to search, never less.
  [String.raw`select E'a\'b' -- c`, String.raw`select e'a\'b'' `],
  ['select "Quoted -- Name"', 'select "quoted -- name"'],
  ["do $body$ begin -- hidden\n reset role; end $body$", "do $$ begin reset role; end $$"],
  ["select $1, $2", "select $1, $2"],
  ["select $$ open", "select $$ open$$"],
  ["select 'open", "select 'open'"],
  ["select /* open", "select "],
])("%j is made plain", (sql, plain) => {
  expect(plainSql(sql)).toBe(plain);
});

test("statements inside blocks and literals count", () => {
  const plain = plainSql("select 1; do $$ begin if true then reset role; end if; end $$");
  expect(plainStatements(plain)).toContain("reset role");
  expect(plainStatements(plainSql("execute 'set role x'"))).toContain("set role x");
});
