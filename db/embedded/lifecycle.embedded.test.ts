import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDb } from "../client.ts";
import { processIdentity } from "./process-identity.ts";
import { startEmbedded } from "./start-embedded.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "xin-life-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const value = async (): Promise<unknown> => {
  const embedded = await startEmbedded(folder);
  const owner = openDb(embedded.endpoint("xin_owner"), { max: 1 });
  try {
    await owner.sql`create table if not exists xin.life_probe (n int)`;
    await owner.sql`insert into xin.life_probe values (1)`;
    return (await owner.sql`select count(*) as n from xin.life_probe`)[0]?.["n"];
  } finally {
    await owner.close();
    await embedded.stop();
  }
};

test("what was written is there after a restart", async () => {
  expect(await value()).toBe(1);
  expect(await value()).toBe(2);
});

test("a second start on the same folder is refused and names the process", async () => {
  const first = await startEmbedded(folder);
  try {
    await expect(startEmbedded(folder)).rejects.toThrow(`in use by process ${first.pid}`);
    const db = openDb(first.endpoint("xin_app"), { max: 1 });
    await db.ping();
    await db.close();
  } finally {
    await first.stop();
  }
});

test("the lock of a process that is gone is taken over", async () => {
  await value();
  await writeFile(join(folder, "postgres.lock"), "4194000 12345 of 4194001 12345");
  expect(await value()).toBe(2);
});

test("a folder made by another PostgreSQL is refused", async () => {
  await mkdir(join(folder, "postgres"));
  await writeFile(join(folder, "postgres", "PG_VERSION"), "15\n");
  await expect(startEmbedded(folder)).rejects.toThrow(/made by PostgreSQL 15.*export/);
});

test("a folder that cannot be made is refused with what to do", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(startEmbedded(join(folder, "file", "data"))).rejects.toThrow(/XIN_DATA_DIR/);
});

test.skipIf(process.getuid?.() === 0)(
  "a folder without rights is refused (not as root)",
  async () => {
    await chmod(folder, 0o500);
    await expect(startEmbedded(folder)).rejects.toThrow(/Give this user the right/);
    await chmod(folder, 0o700);
  },
);

describe("when the parent goes", () => {
  const parent = async (): Promise<{ process: ChildProcess; enginePid: number }> => {
    const program = join(
      import.meta.dirname,
      "..",
      "..",
      "tests",
      "fixtures",
      "embedded-parent.ts",
    );
    const started = spawn(process.execPath, [program, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(started.stdout, "data")) as [Buffer];
    return { process: started, enginePid: Number(line.toString()) };
  };

  test.each(["SIGKILL", "SIGTERM"] as const)(
    "by %s, the engine ends and lets go",
    async (signal) => {
      const { process: started, enginePid } = await parent();
      expect(processIdentity(enginePid)).not.toBeNull();
      started.kill(signal);
      await once(started, "exit");
      // At once, while the old engine may still be closing.
      expect(await value()).toBe(1);
      await expect.poll(() => processIdentity(enginePid), { timeout: 10_000 }).toBeNull();
    },
  );

  test("the engine itself does not heed SIGINT and SIGTERM", async () => {
    const { process: started, enginePid } = await parent();
    try {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
        process.kill(enginePid, signal);
      const answer = once(started.stdout!, "data");
      started.kill("SIGUSR2");
      expect((await answer).toString()).toBe("answers");
      expect((await readFile(join(folder, "postgres.lock"), "utf8")).split(" ")[0]).toBe(
        `${enginePid}`,
      );
    } finally {
      started.kill("SIGKILL");
      await once(started, "exit");
      // It still writes to the folder, which is removed next.
      await expect.poll(() => processIdentity(enginePid)).toBeNull();
    }
  });
});
