import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/*
 * lockfile-lint judges addresses and kinds of hash, but lets an entry without any hash pass, which
 * npm would then install unverified.
 */
type Entry = { integrity?: string; resolved?: string };
const lockfile = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Entry>;
};
const installed = Object.entries(lockfile.packages).filter(([path]) => path !== "");
const pathsOf = (entries: [string, Entry][]) => entries.map(([path]) => path);

test("every package of the lockfile is pinned by a SHA-512 hash", () => {
  const unpinned = installed.filter(([, entry]) => !entry.integrity?.startsWith("sha512-"));
  expect(installed.length).toBeGreaterThan(100);
  expect(pathsOf(unpinned)).toEqual([]);
});

test("the lockfile names no address, so that it installs from any registry", () => {
  expect(pathsOf(installed.filter(([, entry]) => entry.resolved !== undefined))).toEqual([]);
});
