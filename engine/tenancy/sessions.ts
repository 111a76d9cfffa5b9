import type { Db } from "#db/client.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { memberEnvelope } from "./member-envelope.ts";
import { hashToken, newToken } from "./token.ts";
import type { Principal } from "./principal.ts";

/** A workspace a person may switch to. */
export type Workspace = { readonly tenantId: string; readonly slug: string; readonly name: string };

/** A session ends after 30 days, or after 7 days without use (the schema holds the 7 days). */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Signs a member in and answers the new session's token, the only time it is seen. */
export const openSession = async (
  db: Db,
  { tenantId, memberId }: { readonly tenantId: string; readonly memberId: string },
): Promise<string> => {
  const token = newToken();
  const expiresAt = new Date(Date.now() + sessionLifetimeMs);
  await db.tenant(tenantId, async (tx) => {
    await tx`delete from xin.sessions where expires_at < now()`;
    await tx`select xin.open_session(${hashToken(token)}, ${tenantId}, ${memberId}, ${expiresAt})`;
    await recordAudit(tx, memberEnvelope({ tenantId, memberId }), "session.open", memberId);
  });
  return token;
};

/** Who a session's token belongs to; null when it is unknown, closed or over. */
export const sessionByToken = async (db: Db, token: string): Promise<Principal | null> => {
  if (!looksLikeToken(token)) return null;
  const [principal] = await sessionsByHashes(db, [sessionHashOf(token)]);
  return principal ?? null;
};

/** The hash by which a session is looked up, in hex. */
export const sessionHashOf = (token: string): string => hashToken(token).toString("hex");

/** Whose sessions these are, in the order of their hashes: what a rush of handshakes asks. */
export const sessionsByHashes = async (
  db: Db,
  hashes: readonly string[],
): Promise<(Principal | null)[]> => {
  // Sorted: transactions that touch the same sessions lock them in one order.
  const known = [...new Set(hashes)].toSorted();
  // One statement, without BEGIN and COMMIT: in a rush they cost as much as the look-up.
  const found = await db.once(
    (sql) => sql<(Principal & { hash: string })[]>`
      select asked.hash, s.tenant_id as "tenantId", s.tenant_slug as "tenantSlug",
        s.tenant_name as "tenantName", s.member_id as "memberId", s.person_id as "personId", s.role, s.name,
        s.email, s.locale
      from unnest(${known}::text[]) as asked(hash)
      cross join lateral xin.session_by_token(decode(asked.hash, 'hex')) s
      cross join lateral xin.touch_session(decode(asked.hash, 'hex')) touched`,
  );
  const byHash = new Map(found.map(({ hash, ...principal }) => [hash, principal]));
  return hashes.map((hash) => byHash.get(hash) ?? null);
};

/** Signs out. A token that is unknown is nothing to complain about. */
export const closeSession = async (db: Db, token: string): Promise<void> => {
  const principal = await sessionByToken(db, token);
  if (principal === null) return;
  await db.tenant(principal.tenantId, async (tx) => {
    await tx`select xin.close_session(${hashToken(token)})`;
    await recordAudit(tx, memberEnvelope(principal), "session.close", principal.memberId);
  });
};

/** Ends every session of the person but this one, in all workspaces: after a new password, or a loss. */
export const closeOtherSessions = async (
  db: Db,
  principal: Principal,
  keptToken: string,
): Promise<void> => {
  await db.tenant(principal.tenantId, async (tx) => {
    await tx`select xin.close_sessions_of_person(${principal.personId}, ${hashToken(keptToken)})`;
    await recordAudit(tx, memberEnvelope(principal), "session.close-others", principal.memberId);
  });
};

/** The workspaces of the person whose session this is, oldest first. Empty for an unknown token. */
export const workspacesOf = async (db: Db, token: string): Promise<Workspace[]> => {
  if (!looksLikeToken(token)) return [];
  return db.lookup(
    (tx) => tx<Workspace[]>`select tenant_id as "tenantId", slug, name
      from xin.workspaces_of_session(${hashToken(token)})`,
  );
};

/** Moves a session to another workspace of the same person. False when there is none by that name. */
export const switchWorkspace = async (db: Db, token: string, slug: string): Promise<boolean> => {
  if (!looksLikeToken(token)) return false;
  const [answer] = await db.lookup(
    (tx) => tx<{ switched: boolean }[]>`
      select xin.switch_workspace(${hashToken(token)}, ${slug}) as switched`,
  );
  return answer?.switched === true;
};

/** Makes a link that signs a member in once within `ttlMs`, and answers its token. */
export const createSignInLink = async (
  db: Db,
  tenantId: string,
  memberId: string,
  ttlMs: number,
): Promise<string> => {
  const token = newToken();
  const expiresAt = new Date(Date.now() + ttlMs);
  await db.tenant(tenantId, async (tx) => {
    const [member] = await tx`select 1 from xin.members where id = ${memberId}`;
    if (member === undefined) {
      throw new ActionRefused({ kind: "not_found", message: "There is no such member." });
    }
    await tx`delete from xin.sign_in_links where expires_at < now()`;
    await tx`insert into xin.sign_in_links (token_hash, tenant_id, member_id, expires_at)
      values (${hashToken(token)}, ${tenantId}, ${memberId}, ${expiresAt})`;
  });
  return token;
};

/** Uses a link up. Null when it is unknown, over, or has been used. */
export const useSignInLink = async (
  db: Db,
  token: string,
): Promise<{ readonly tenantId: string; readonly memberId: string } | null> => {
  if (!looksLikeToken(token)) return null;
  const [member] = await db.lookup(
    (tx) => tx<{ tenantId: string; memberId: string }[]>`
      select tenant_id as "tenantId", member_id as "memberId"
      from xin.use_sign_in_link(${hashToken(token)})`,
  );
  return member ?? null;
};

const looksLikeToken = (token: string) => /^[A-Za-z0-9_-]{43}$/.test(token);
