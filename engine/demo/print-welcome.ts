import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listTenants } from "#db/reads/tenants.ts";
import { readMembers } from "#db/reads/members.ts";
import { patiently } from "../runtime/patiently.ts";
import type { Services } from "../runtime/services.ts";
import { createSignInLink } from "../tenancy/sessions.ts";
import { demoOwner } from "./demo-people.ts";

/** The printed link works once, within a day; every start makes a new one. */
const linkLifetimeMs = 24 * 60 * 60 * 1000;

/**
 * Prints that the server is ready and, for the demo workspaces, a link that signs their owner in. The
 * link is also written to `<dataDir>/sign-in-link`, readable by this user alone.
 */
export const printWelcome = async (services: Services, origin: string): Promise<void> => {
  const signIn = await patiently(services.log, () => signInUrl(services));
  if (signIn !== null) {
    // Before the ready line: whoever waits for that line may read the file at once.
    await writeFile(join(services.config.dataDir, "sign-in-link"), `${signIn}\n`, { mode: 0o600 });
  }
  process.stdout.write(`Xin is ready at ${origin}\n`);
  if (signIn !== null) process.stdout.write(`Sign in: ${signIn}\n`);
};

const signInUrl = async ({ db, publicOrigin }: Services): Promise<string | null> => {
  for (const tenant of await db.lookup(listTenants)) {
    const members = await db.tenant(tenant.id, readMembers);
    const owner = members.find((member) => member.email === demoOwner.email);
    if (owner === undefined) continue;
    const token = await createSignInLink(db, tenant.id, owner.id, linkLifetimeMs);
    return `${publicOrigin()}/sign-in?token=${token}`;
  }
  return null;
};
