import type { Db } from "#db/client.ts";
import type { Envelope, Role } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "./permissions.ts";
import { hashToken } from "./token.ts";

/** Whom an API token speaks for. */
export type ApiPrincipal = {
  readonly tenantId: string;
  readonly tokenId: string;
  readonly role: Role;
  readonly name: string;
};

/** The principal of a token; null for one that is unknown or revoked. */
export const apiTokenPrincipal = async (db: Db, token: string): Promise<ApiPrincipal | null> => {
  if (token.length > 200) return null;
  const [found] = await db.lookup(
    (tx) => tx<{ tenantId: string; tokenId: string; role: Role; name: string }[]>`
      select tenant_id as "tenantId", token_id as "tokenId", role, name
      from xin.api_token(${hashToken(token)})`,
  );
  return found ?? null;
};

/** Ends a token at once. Needs `tokens.manage`. Answers false when there is no such token. */
export const revokeApiToken = async (
  db: Db,
  envelope: Envelope,
  tokenId: string,
): Promise<boolean> => {
  assertMay(envelope.actor.role, "tokens.manage");
  return db.tenant(envelope.tenantId, async (tx) => {
    const revoked = await tx`update xin.api_tokens set revoked_at = now()
      where id = ${tokenId} and revoked_at is null`;
    if (revoked.count === 0) return false;
    await recordAudit(tx, envelope, "token.revoke", tokenId);
    return true;
  });
};
