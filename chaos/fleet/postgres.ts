import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { type Child, lastWords, runToEnd, startChild } from "./child.ts";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

/** The roles of `db/roles.sql`. */
export type PostgresRole = "xin_app" | "xin_owner" | "xin_jobs";

/** A real PostgreSQL 17 with a database for Xin, whose processes are ours to kill. */
export type Postgres = AsyncDisposable & {
  readonly port: number;
  /** Process id of the postmaster; 0 while it does not run. */
  readonly pid: number;
  /** Address of Xin's database for a role, directly, past any proxy. */
  url(role: PostgresRole): string;
  /** Runs statements as superuser of the server. */
  superuser(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** SIGKILL to the postmaster and at once to all its children: what was not on its way to disk is lost. */
  kill(): Promise<void>;
  /** Immediate shutdown: no checkpoint, no goodbye to the clients. */
  stopAtOnce(): Promise<void>;
  /** Starts it again on the same data. Resolves when it answers. */
  start(): Promise<void>;
};

const programs = "/usr/lib/postgresql/17/bin";
const database = "xin";

/** Installs PostgreSQL 17 when it is missing, which needs root on Debian, and starts an empty server. */
export const openPostgres = async (folder: string): Promise<Postgres> => {
  const root = (await runToEnd(".ci/postgres17", ["install"])).trim();
  const port = await freePort();
  const data = `/var/lib/xin-fleet-${port}-${randomBytes(4).toString("hex")}`;
  const asPostgres = (program: string, ...args: string[]) => [
    root,
    "/usr/bin/setpriv",
    "--reuid",
    "postgres",
    "--regid",
    "postgres",
    "--clear-groups",
    `${programs}/${program}`,
    ...args,
  ];
  const log = join(folder, "postgres.log");
  let server: Child | null = null;
  let superuser: postgres.Sql | null = null;

  const isReady = async () => {
    const probe = connect(port, "postgres", 1);
    try {
      await probe`select 1`;
      return true;
    } catch {
      // Not yet: that is what was asked.
      return false;
    } finally {
      await probe.end({ timeout: 0 });
    }
  };
  const start = async () => {
    // What a killed postmaster left behind would be taken for one that runs.
    await rm(join(root, data, "postmaster.pid"), { force: true });
    const settings = [
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=300",
    ];
    server = startChild({
      name: "postgres",
      command: "chroot",
      args: asPostgres(
        "postgres",
        "-D",
        data,
        "-p",
        String(port),
        ...settings.flatMap((s) => ["-c", s]),
      ),
      log,
    });
    const { exit } = server;
    let isOver = false;
    void exit.then(() => (isOver = true));
    await until(
      `PostgreSQL answers on port ${port}`,
      async () => {
        if (isOver) throw new Error(`PostgreSQL ended at once:\n${lastWords(log)}`);
        return isReady();
      },
      { withinMs: 60_000, everyMs: 20 },
    );
  };
  const end = async (signal: NodeJS.Signals) => {
    if (server === null) return;
    const { pid, exit } = server;
    // Stopped, it has no more children than these.
    if (signal === "SIGKILL") server.signal("SIGSTOP");
    const children = await childrenOf(pid);
    server.signal(signal);
    if (signal === "SIGKILL") for (const child of children) killIfThere(child);
    await exit;
    server = null;
    // While one of them lives, PostgreSQL does not start on the same data.
    await until("all processes of PostgreSQL are gone", () => areGone(children), {
      withinMs: 10_000,
      everyMs: 5,
    });
  };

  await runToEnd("mkdir", ["-p", join(root, data)]);
  await runToEnd("chroot", [root, "chown", "postgres:postgres", data]);
  await runToEnd(
    "chroot",
    asPostgres("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-locale", "-E", "UTF8"),
  );
  const dispose = async () => {
    await superuser?.end({ timeout: 1 });
    await end("SIGKILL");
    await rm(join(root, data), { recursive: true, force: true });
  };
  try {
    await start();
    await makeDatabase(port);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    port,
    get pid() {
      return server?.pid ?? 0;
    },
    url: (role) => `postgres://${role}@127.0.0.1:${port}/${database}`,
    superuser: async (sql) => (superuser ??= connect(port, database, 2)).unsafe(sql),
    kill: () => end("SIGKILL"),
    stopAtOnce: () => end("SIGQUIT"),
    start,
    [Symbol.asyncDispose]: dispose,
  };
};

/** Xin's database with its roles, as an administrator makes it. */
const makeDatabase = async (port: number): Promise<void> => {
  await using server = closing(connect(port, "postgres", 1));
  await server.sql.unsafe(`create database ${database}`);
  await using made = closing(connect(port, database, 1));
  const roles = await readFile(new URL("../../db/roles.sql", import.meta.url), "utf8");
  await made.sql.unsafe(roles);
};

/** Everybody on the loopback is trusted, the superuser too. */
const connect = (port: number, name: string, max: number): postgres.Sql =>
  postgres(`postgres://postgres@127.0.0.1:${port}/${name}`, {
    max,
    connect_timeout: 2,
    onnotice: () => {},
  });

const closing = (sql: postgres.Sql) => ({ sql, [Symbol.asyncDispose]: () => sql.end() });

const childrenOf = async (pid: number): Promise<number[]> => {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return list.split(" ").filter(Boolean).map(Number);
};

/** Whether none of them runs; one whose end nobody has asked for yet does not. */
const areGone = async (pids: readonly number[]): Promise<boolean> => {
  const states = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => null)),
  );
  return states.every((state) => state === null || /\) [ZX] /.test(state));
};

const killIfThere = (pid: number) => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has noticed the end of its parent first.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
};
