import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTemplate } from "./build-template.ts";
import { maintain } from "./maintenance.ts";
import { openPGlite } from "./open-pglite.ts";
import { copyTemplate, isTemplate, projectCache, templatePath } from "./template.ts";
import { serveWire, type Wire } from "./wire/serve.ts";

let folder: string;
let pglite: PGlite;
let wire: Wire;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-care-"));
  const template = await templatePath(projectCache);
  if (!(await isTemplate(template))) await buildTemplate(template);
  await copyTemplate(template, join(folder, "postgres"));
  pglite = await openPGlite(join(folder, "postgres"));
  wire = await serveWire(pglite, join(folder, "pg.sock"), {
    roles: [],
    idleInTransactionMs: 1000,
    onFatal: (error) => {
      throw error;
    },
  });
});

afterAll(async () => {
  await wire?.close();
  await pglite?.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (sql: string) => wire.hub.chore((backend) => backend.command(sql));
const rows = (sql: string) => wire.hub.chore((backend) => backend.rows(sql));

test("vacuums and analyses the tables that need it, and leaves the others alone", async () => {
  await run("create table quiet (n int); create table busy (n int)");
  await run("insert into busy select generate_series(1, 5000)");
  await run("update busy set n = n + 1");
  expect(await maintain(wire.hub)).toEqual(["public.busy"]);
  expect(await rows("select reltuples::int from pg_class where relname = 'busy'")).toEqual([
    ["5000"],
  ]);
  expect(await maintain(wire.hub)).toEqual([]);
});

test("keeps the write-ahead log short", async () => {
  const logSegments = async () =>
    (await readdir(join(folder, "postgres", "pg_wal"))).filter((name) =>
      /^[0-9A-F]{24}$/.test(name),
    ).length;
  await run("create table filler (t text)");
  for (let round = 0; round < 8; round++) {
    await run(
      "insert into filler select repeat(md5(n::text), 30) from generate_series(1, 20000) n",
    );
    await run("truncate filler");
    await maintain(wire.hub);
  }
  expect(await logSegments()).toBeLessThan(6);
});

test("a statement of our own that fails is an error, and the next one works", async () => {
  await expect(run("select 1 / 0")).rejects.toThrow("division by zero");
  expect(await rows("select 1, null")).toEqual([["1", null]]);
});
