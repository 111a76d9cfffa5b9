import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { isMissing } from "./data-folder.ts";
import { processIdentity } from "./process-identity.ts";

/** A held lock. */
export type FolderLock = { release(): Promise<void> };

/** Another process works on the folder. */
export class FolderInUse extends Error {
  constructor(path: string, pid: number) {
    super(
      `The data folder is in use by process ${pid} (${path}). Stop that process, or set XIN_DATA_DIR to another folder.`,
    );
  }
}

/** How long a held lock is waited for: longer when it is sure that the holder is about to end. */
const patienceMs = { holderStays: 3000, holderEnds: 12_000 };

/**
 * Takes the lock file of a data folder for this process. PGlite itself would open the same folder
 * twice and destroy it. A lock whose process is gone is taken over. One that is held is waited for,
 * because the embedded engine of a program that was killed needs a moment to end.
 */
export const lockFolder = async (path: string): Promise<FolderLock> => {
  const mine = `${identity(process.pid)} of ${identity(process.ppid)}`;
  const startedAt = performance.now();
  for (;;) {
    if (await create(path, mine)) return { release: () => rm(path, { force: true }) };
    const holder = parseHolder(await readLock(path));
    const waited = performance.now() - startedAt;
    if (holder && !runs(holder.process)) await removeStale(path, holder.text);
    else if (waited < patience(holder)) await wait(50);
    else throw new FolderInUse(path, holder ? Number(holder.process.split(" ")[0]) : 0);
  }
};

/** A lock's content: who holds it and who started the holder. */
type Holder = { readonly text: string; readonly process: string; readonly parent: string };

/** Null for an empty file: somebody is just about to write into it. */
const parseHolder = (text: string | null): Holder | null => {
  const found = /^(\d+(?: \d+)?) of (\d+(?: \d+)?)$/.exec(text ?? "");
  return found?.[1] && found[2] ? { text: found[0], process: found[1], parent: found[2] } : null;
};

const patience = (holder: Holder | null): number =>
  holder && !runs(holder.parent) ? patienceMs.holderEnds : patienceMs.holderStays;

const identity = (pid: number): string => processIdentity(pid) ?? `${pid}`;

const runs = (process: string): boolean =>
  processIdentity(Number(process.split(" ")[0])) === process;

const create = async (path: string, content: string): Promise<boolean> => {
  try {
    const file = await open(path, "wx", 0o600);
    await file.writeFile(content);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

const readLock = async (path: string): Promise<string | null> => {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Two may find the same stale lock: only who holds the second file may remove the first. */
const removeStale = async (path: string, stale: string): Promise<void> => {
  const guard = `${path}.takeover`;
  if (!(await create(guard, `${process.pid}`))) {
    const age = await stat(guard).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > staleGuardMs) await rm(guard, { force: true });
    await wait(20);
    return;
  }
  try {
    if ((await readLock(path)) === stale) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
};

/** Far longer than a takeover takes: whoever made this file has died in the middle of one. */
const staleGuardMs = 10_000;
