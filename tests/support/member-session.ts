import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions } from "@playwright/test";
import { openDb } from "#db/client.ts";
import { readMembers } from "#db/reads/members.ts";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { openSession } from "#engine/tenancy/sessions.ts";

/** A member of a demo workspace. */
export type DemoMember = {
  readonly email: string;
  readonly workspace: "xin" | "tarnmoor";
};

/** Signed in, as a browser keeps it. */
export type StorageState = Exclude<BrowserContextOptions["storageState"], string | undefined>;

/**
 * Signs a member of the demo in behind the server's back, through the socket of its embedded database:
 * only the owner has a printed link, and tests with several people need several. Each call is a session
 * of its own, so that signing out or moving to another workspace disturbs no other test.
 */
export const memberSession = async (
  { url, dataDir }: { readonly url: string; readonly dataDir: string },
  { email, workspace }: DemoMember,
): Promise<StorageState> => {
  const db = openDb({ socketPath: await socketOf(dataDir), user: "xin_app" }, { max: 1 });
  try {
    const tenant = await db.lookup((tx) => tenantBySlug(tx, workspace));
    if (tenant === null) throw new Error(`There is no workspace ${workspace}`);
    const members = await db.tenant(tenant.id, readMembers);
    const member = members.find((one) => one.email === email);
    if (member === undefined) throw new Error(`${email} is not in ${workspace}`);
    const token = await openSession(db, { tenantId: tenant.id, memberId: member.id });
    return signedIn(url, token);
  } finally {
    await db.close();
  }
};

const signedIn = (url: string, token: string): StorageState => ({
  cookies: [
    {
      name: "xin_session",
      value: token,
      domain: new URL(url).hostname,
      path: "/",
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
    },
  ],
  origins: [],
});

/** The socket stands among the arguments of the engine's process, whose id is in the lock. */
const socketOf = async (dataDir: string): Promise<string> => {
  const pid = Number.parseInt(await readFile(join(dataDir, "postgres.lock"), "utf8"), 10);
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").then(
    (text) => text.replaceAll("\0", " "),
    // Not Linux.
    () => execFileSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" }),
  );
  const socket = /\S+\.sock/.exec(command)?.[0];
  if (socket === undefined) throw new Error(`Process ${pid} does not look like the database`);
  return socket;
};
