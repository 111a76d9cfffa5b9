import { expect, it } from "vitest";
import { readMigrations } from "./migration-files.ts";

/** What the program of the release before would notice, by what it is. */
const contractions: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["drops a table", /\bdrop\s+table\b/i],
  ["drops a column", /\bdrop\s+column\b/i],
  ["drops a function", /\bdrop\s+function\b/i],
  ["renames", /\brename\s+(?:to|column|constraint)\b/i],
  ["makes a column required", /\bset\s+not\s+null\b/i],
  ["adds a required column", /\badd\s+column\b(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null\b/i],
  ["changes a type", /\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i],
  // A function may be called by everybody until that is taken back, which its own migration does.
  ["takes a right away", /\brevoke\b(?!\s+execute\s+on\s+function\s[^;]*\sfrom\s+public\s*;)/i],
];

/** What a migration takes away without saying since when it is unused; comments do not count. */
const takesAway = (sql: string): string[] => {
  if (/^-- contract: unused since \S+/m.test(sql)) return [];
  const statements = sql.replaceAll(/--.*$/gm, "");
  return contractions.filter(([, pattern]) => pattern.test(statements)).map(([what]) => what);
};

/** The first release has no program before it. */
const firstRelease = "0004_policies.sql";

it("a migration only adds, so that the program before it goes on", async () => {
  const later = (await readMigrations()).filter(({ name }) => name > firstRelease);
  const found = later.flatMap(({ name, text }) => takesAway(text).map((what) => `${name} ${what}`));
  expect(found).toEqual([]);
});

it.each([
  ["create table xin.a (id uuid not null)", []],
  ["alter table xin.a add column b int not null default 0", []],
  ["alter table xin.a add column b int, add column c text not null", ["adds a required column"]],
  ["alter table xin.a drop column b", ["drops a column"]],
  ["alter table xin.a rename column b to c", ["renames"]],
  ["alter table xin.a alter column b set not null", ["makes a column required"]],
  ["alter table xin.a alter column b type bigint", ["changes a type"]],
  ["-- contract: unused since 0.2\nalter table xin.a drop column b", []],
  ["-- drop table xin.a\nselect 1", []],
  ["revoke execute on function xin.f(int) from public;", []],
  ["revoke select on xin.a from xin_app;", ["takes a right away"]],
])("%s", (sql, expected) => {
  expect(takesAway(sql)).toEqual(expected);
});
