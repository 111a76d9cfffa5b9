import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** A build takes some twenty seconds on a slow machine; whoever waits longer than this waits for nothing. */
const patienceMs = 5 * 60_000;

/**
 * Lets one process build at a time. Answers a function that lets the next one in. A lock whose process
 * has died is taken over. Rejects when the lock is not to be had in five minutes.
 */
export const lockBuild = async (path: string): Promise<() => Promise<void>> => {
  const endsAt = performance.now() + patienceMs;
  while (performance.now() < endsAt) {
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(await readFile(path, "utf8").catch(() => "0"));
    if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
    await wait(200);
  }
  throw new Error(`Another process has been building for too long. If none is, remove ${path}.`);
};

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};
