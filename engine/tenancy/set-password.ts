import type { Db } from "#db/client.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { memberEnvelope } from "./member-envelope.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { passwordProblem } from "./password-rules.ts";
import { closeOtherSessions } from "./sessions.ts";
import type { Principal } from "./principal.ts";

/** A new password. `current` is needed when the person has one. */
export type PasswordChange = {
  readonly current: string | null;
  readonly next: string;
  /** Token of the session that stays; all others of the person end. */
  readonly keptToken: string;
};

/**
 * Sets the signed-in person's password and ends the person's other sessions. Refused as `invalid`
 * with a sentence for people when the new one will not do, as `forbidden` when the current is wrong.
 */
export const setPassword = async (
  db: Db,
  principal: Principal,
  change: PasswordChange,
): Promise<void> => {
  const problem = passwordProblem(change.next, principal);
  if (problem !== null) throw new ActionRefused({ kind: "invalid", message: problem });
  const [found] = await db.lookup(
    (tx) => tx<{ hash: string | null }[]>`
      select password_hash as hash from xin.password_of(${principal.email})`,
  );
  const currentHash = found?.hash ?? null;
  if (currentHash !== null && !(await verifyPassword(currentHash, change.current ?? ""))) {
    throw new ActionRefused({ kind: "forbidden", message: "The current password is wrong." });
  }
  const hash = await hashPassword(change.next);
  await db.tenant(principal.tenantId, async (tx) => {
    await tx`select xin.set_password(${principal.personId}, ${hash})`;
    await recordAudit(tx, memberEnvelope(principal), "password.set", principal.memberId);
  });
  await closeOtherSessions(db, principal, change.keptToken);
};
