import { existsSync } from "node:fs";
import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, matchesGlob } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources, widgetSources } from "./build-sources.ts";
import { lockBuild } from "./lock-build.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-build-"));
  await mkdir(join(folder, "app/ui"), { recursive: true });
  await writeFile(join(folder, "app/root.tsx"), "one");
  await writeFile(join(folder, "app/ui/button.tsx"), "two");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hash = () => hashSources(folder, ["app/**/*.tsx"]);

test("the hash changes with a file's content, its name, and a new file", async () => {
  const hashes = [await hash()];
  await writeFile(join(folder, "app/root.tsx"), "changed");
  hashes.push(await hash());
  await writeFile(join(folder, "app/new.tsx"), "");
  hashes.push(await hash());
  await rm(join(folder, "app/new.tsx"));
  await writeFile(join(folder, "app/other.tsx"), "");
  hashes.push(await hash());
  expect(new Set(hashes).size).toBe(4);
});

test("the hash stays with tests and with files that are no part of the build", async () => {
  const before = await hash();
  await writeFile(join(folder, "app/root.test.tsx"), "test");
  await writeFile(join(folder, "app/notes.md"), "note");
  expect(await hash()).toBe(before);
});

test("the widget is built again when anything changes that its files import", async () => {
  const imported = new Set<string>();
  for await (const file of glob("app/{widget,sync/core,passages}/**/*.{ts,tsx}")) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const source = await readFile(file, "utf8");
    for (const [, from, path] of source.matchAll(/from "#(app|contract)\/([^"]+)"/g)) {
      imported.add(from === "app" ? `app/${path}` : `realtime/contract/${path}`);
    }
  }
  expect(imported).toContain("app/sync/core/link.ts");
  const isSource = (path: string) => widgetSources.some((pattern) => matchesGlob(path, pattern));
  expect([...imported].filter((path) => !isSource(path))).toEqual([]);
});

test("one builds at a time, and the next one goes on when it is done", async () => {
  const path = join(folder, "build.lock");
  const release = await lockBuild(path);
  const order: string[] = [];
  const second = lockBuild(path).then(async (releaseSecond) => {
    order.push("second");
    await releaseSecond();
  });
  order.push("first");
  await release();
  await second;
  expect(order).toEqual(["first", "second"]);
  expect(existsSync(path)).toBe(false);
});

test("the lock of a process that has died is taken over", async () => {
  const path = join(folder, "build.lock");
  const nobody = 2 ** 22 + 1;
  await writeFile(path, String(nobody));
  const release = await lockBuild(path);
  await release();
  expect(existsSync(path)).toBe(false);
});
