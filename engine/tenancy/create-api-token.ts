import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import type { Envelope, Role } from "../actions/envelope.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "./permissions.ts";
import { hashToken, newToken } from "./token.ts";

/** Every API token begins with this, so that secret scanners find a leaked one. */
export const apiTokenPrefix = "xin_";

/** A new API token: a name to know it by and the role it acts with. */
export type NewApiToken = { readonly name: string; readonly role: Role };

/**
 * Creates an API token for the envelope's tenant. The token is shown here once; the database keeps
 * its hash. Needs `tokens.manage`; nobody gives a token more than an owner could, and only an owner
 * gives the role of an owner.
 */
export const createApiToken = async (
  db: Db,
  envelope: Envelope,
  { name, role }: NewApiToken,
): Promise<{ readonly tokenId: string; readonly token: string }> => {
  assertMay(envelope.actor.role, "tokens.manage");
  if (role === "owner" && envelope.actor.role !== "owner") {
    throw new ActionRefused({ kind: "forbidden", message: "Only an owner can make such a token." });
  }
  if (name.trim() === "" || name.length > 100) {
    throw new ActionRefused({
      kind: "invalid",
      message: "A token needs a name of 1 to 100 characters.",
    });
  }
  const { tenantId } = envelope;
  const tokenId = uuidv7();
  const token = `${apiTokenPrefix}${newToken()}`;
  await db.tenant(tenantId, async (tx) => {
    await tx`insert into xin.api_tokens (token_hash, tenant_id, id, name, role)
      values (${hashToken(token)}, ${tenantId}, ${tokenId}, ${name}, ${role})`;
    await recordAudit(tx, envelope, "token.create", tokenId, { name, role });
  });
  return { tokenId, token };
};
