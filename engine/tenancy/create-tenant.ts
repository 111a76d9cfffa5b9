import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { refuseDuplicate } from "./refuse-duplicate.ts";
import { systemEnvelope } from "./system-envelope.ts";

/** A new workspace. `by` says what made it, for the audit log, such as `xin tenant create`. */
export type NewTenant = { readonly slug: string; readonly name: string; readonly by: string };

/**
 * Creates a workspace and answers its id. Refused as `invalid` when the slug is no slug or the name
 * is blank or longer than 100 characters, as `conflict` when the slug is taken.
 */
export const createTenant = async (db: Db, { slug, name, by }: NewTenant): Promise<string> => {
  if (!/^[a-z0-9][a-z0-9-]{1,39}$/.test(slug)) {
    throw new ActionRefused({
      kind: "invalid",
      message: `"${slug}" cannot be a workspace's address: use 2 to 40 lower-case letters, digits and hyphens, such as acme-support.`,
    });
  }
  if (name.trim() === "" || name.length > 100) {
    throw new ActionRefused({
      kind: "invalid",
      message: "A workspace needs a name of 1 to 100 characters.",
    });
  }
  const id = uuidv7();
  const taken = `A workspace with the address ${slug} exists. Choose another address.`;
  await refuseDuplicate(taken, () =>
    db.tenant(id, async (tx) => {
      await tx`select xin.create_tenant(${id}, ${slug}, ${name}, '{}')`;
      await recordAudit(tx, systemEnvelope(id, by), "tenant.create", slug, { name });
    }),
  );
  return id;
};
