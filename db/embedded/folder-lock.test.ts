import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
let path: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-lock-"));
  path = join(folder, "lock");
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const locker = async (): Promise<string> => {
  const program = join(import.meta.dirname, "..", "..", "tests", "fixtures", "folder-locker.ts");
  const child = spawn(process.execPath, [program, path], { stdio: ["pipe", "pipe", "inherit"] });
  started.push(child);
  const [answer] = (await once(child.stdout, "data")) as [Buffer];
  return answer.toString();
};

test("of several who find a stale lock, one gets it", { timeout: 30_000 }, async () => {
  await writeFile(path, "4194000 12345 of 4194001 12345");
  const answers = await Promise.all(Array.from({ length: 6 }, locker));
  expect(answers.toSorted()).toEqual(["held", ...Array.from({ length: 5 }, () => "refused")]);
  expect(await readdir(folder)).toEqual(["lock"]);
});

test("a killed holder's lock is free, and so is a released one", { timeout: 30_000 }, async () => {
  expect(await locker()).toBe("held");
  const [first] = started;
  first?.kill("SIGKILL");
  await once(first!, "exit");
  expect(await locker()).toBe("held");
  const second = started[1]!;
  second.stdin?.end();
  await once(second, "exit");
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});
