import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import postgres from "postgres";
import { type ServerCommand, runToEnd } from "./server-process.ts";

/** A database of PostgreSQL that exists as long as a bench. `await using` drops it. */
export type ScratchDatabase = AsyncDisposable & {
  /** The URL of the role that serves requests. */
  readonly appUrl: string;
  /** The settings that make the product use it. */
  readonly settings: Readonly<Record<string, string>>;
};

const password = "xin-bench";

/**
 * Makes and migrates a database on the server of a superuser's URL, with the product's roles. The roles
 * are the whole server's and get a password everybody knows: use a server that holds nothing else.
 */
export const makeScratchDatabase = async (
  superuserUrl: string,
  env: ServerCommand["env"],
): Promise<ScratchDatabase> => {
  const name = `xin_bench_${randomBytes(6).toString("hex")}`;
  const url = (user: string | null) => {
    const address = new URL(superuserUrl);
    address.pathname = `/${name}`;
    if (user !== null) Object.assign(address, { username: user, password });
    return address.href;
  };
  const admin = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const drop = async () => {
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end({ timeout: 5 });
  };
  try {
    const inside = postgres(url(null), { max: 1, onnotice: () => {} });
    await inside.unsafe(await readFile(new URL("../../db/roles.sql", import.meta.url), "utf8"));
    for (const role of ["xin_app", "xin_owner", "xin_jobs"])
      await inside.unsafe(`alter role ${role} password '${password}'`);
    await inside.end({ timeout: 5 });
    const appUrl = url("xin_app");
    const settings = {
      DATABASE_URL: appUrl,
      XIN_MIGRATE_URL: url("xin_owner"),
      XIN_JOBS_URL: url("xin_jobs"),
    };
    await runToEnd(["engine/cli/main.ts", "migrate"], { ...env, ...settings });
    return { appUrl, settings, [Symbol.asyncDispose]: drop };
  } catch (error) {
    await drop();
    throw error;
  }
};
