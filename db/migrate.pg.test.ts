import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeEngines, type TestDb } from "../tests/support/test-db.ts";
import { assertSchema, migrate, pendingMigrations } from "./migrate.ts";
import { readMigrations } from "./migration-files.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-migrations-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string, sql: string) => writeFile(join(folder, name), sql);

test("migrations are read in order, and a foreign or doubled name is refused", async () => {
  await file("0002_b.sql", "select 2");
  await file("0001_a.sql", "select 1");
  expect((await readMigrations(folder)).map(({ name }) => name)).toEqual([
    "0001_a.sql",
    "0002_b.sql",
  ]);
  await file("0002_c.sql", "select 3");
  await expect(readMigrations(folder)).rejects.toThrow(/0002_b.sql and 0002_c.sql/);
  await rm(join(folder, "0002_c.sql"));
  await file("later.sql", "select 3");
  await expect(readMigrations(folder)).rejects.toThrow(/later.sql/);
});

describeEngines("migrate", (open) => {
  let database: TestDb;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database?.close();
  });
  // The suite's own migrations stand alone: the ledger forgets the product's.
  beforeEach(async () => {
    await database.owner.sql`delete from xin.schema_migrations`;
    await database.owner.sql`drop table if exists xin.migrated`;
  });

  const run = () => migrate(database.owner, folder);
  const columns = async () =>
    (
      await database.owner.sql`
        select attname::text as name from pg_attribute
        where attrelid = to_regclass('xin.migrated') and attnum > 0 and not attisdropped order by attnum`
    ).map((row) => row["name"]);

  test("applies what is missing, once, and says what", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await file(
      "0002_two.sql",
      "alter table xin.migrated add b int; alter table xin.migrated add c int;",
    );
    expect(await pendingMigrations(database.db, folder)).toEqual(["0001_one.sql", "0002_two.sql"]);
    expect(await run()).toEqual(["0001_one.sql", "0002_two.sql"]);
    expect(await run()).toEqual([]);
    await file("0003_three.sql", "alter table xin.migrated add d int;");
    expect(await run()).toEqual(["0003_three.sql"]);
    expect(await columns()).toEqual(["a", "b", "c", "d"]);
    expect(await pendingMigrations(database.db, folder)).toEqual([]);
  });

  test("several at once apply each file once", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await file("0002_two.sql", "alter table xin.migrated add b int;");
    const applied = await Promise.all([run(), run()]);
    expect(applied.flat().toSorted()).toEqual(["0001_one.sql", "0002_two.sql"]);
  });

  test("a file that fails leaves nothing behind, and is named", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await file("0002_bad.sql", "alter table xin.migrated add b int; select 1 / 0;");
    await expect(run()).rejects.toThrow(/0002_bad.sql failed: division by zero/);
    expect(await columns()).toEqual(["a"]);
    await file("0002_bad.sql", "alter table xin.migrated add b int;");
    expect(await run()).toEqual(["0002_bad.sql"]);
  });

  test("an edited file is refused", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await run();
    await file("0001_one.sql", "create table xin.migrated (a int); -- harmless");
    await expect(run()).rejects.toThrow(/0001_one.sql was edited.*immutable/);
  });

  test("a database that is ahead is refused", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await file("0002_two.sql", "alter table xin.migrated add b int;");
    await run();
    await rm(join(folder, "0002_two.sql"));
    await expect(run()).rejects.toThrow(/ahead of this program.*0002_two.sql/);
    await expect(assertSchema(database.db, folder)).rejects.toThrow(/ahead/);
  });

  test("a database that is behind is refused, with the command that helps", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await run();
    await expect(assertSchema(database.db, folder)).resolves.toBeUndefined();
    await file("0002_two.sql", "alter table xin.migrated add b int;");
    await expect(assertSchema(database.db, folder)).rejects.toThrow(
      /behind.*0002_two.sql.*xin -- migrate/,
    );
  });

  test("a file whose number comes too late is refused", async () => {
    await file("0002_two.sql", "create table xin.migrated (a int);");
    await run();
    await file("0001_one.sql", "select 1;");
    await expect(run()).rejects.toThrow(/0001_one.sql comes before 0002_two.sql/);
  });

  test("a file may ask for no transaction", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await file(
      "0002_index.sql",
      "-- no-transaction\n-- Built without locking writers.\ncreate index concurrently if not exists migrated_a on xin.migrated (a);\nvacuum xin.migrated;\n",
    );
    expect(await run()).toEqual(["0001_one.sql", "0002_index.sql"]);
    const found = await database.owner
      .sql`select to_regclass('xin.migrated_a') is not null as built`;
    expect(found).toEqual([{ built: true }]);
  });

  test("only the owner may", async () => {
    await file("0001_one.sql", "create table xin.migrated (a int);");
    await expect(migrate(database.db, folder)).rejects.toMatchObject({ code: "42501" });
  });
});
