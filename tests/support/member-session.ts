import type { BrowserContextOptions } from "@playwright/test";
import { readMembers } from "#db/reads/members.ts";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { openSession } from "#engine/tenancy/sessions.ts";
import { openRunningDatabase } from "./running-database.ts";

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
  const db = await openRunningDatabase(dataDir);
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
