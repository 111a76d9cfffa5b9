import type { Db } from "#db/client.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { type FailureThrottle, makeFailureThrottle } from "./failure-throttle.ts";
import { memberEnvelope } from "./member-envelope.ts";
import { verifyPassword } from "./password-hash.ts";
import { passwordLength } from "./password-rules.ts";
import { openSession } from "./sessions.ts";

/** Five wrong passwords for one address of a person, or 30 from one network address, in 15 minutes. */
const windowMs = 15 * 60 * 1000;
const byEmail = makeFailureThrottle({ limit: 5, windowMs, maxKeys: 10_000 });
const byAddress = makeFailureThrottle({ limit: 30, windowMs, maxKeys: 10_000 });

/**
 * Signs in with address and password. `networkAddress` is the caller's IP. Null when they do not fit,
 * after the same work whether the person exists or not. Refused as `overloaded`, before any work and
 * also for the right password, after too many failures.
 */
export const signInWithPassword = async (
  db: Db,
  email: string,
  password: string,
  networkAddress = "unknown",
): Promise<{ readonly token: string } | null> => {
  const known = email.trim().toLowerCase().slice(0, 254);
  refuseThrottled(byEmail, known);
  refuseThrottled(byAddress, networkAddress);
  // Counted before the slow check: parallel guesses must not all slip through.
  byEmail.fail(known, Date.now());
  byAddress.fail(networkAddress, Date.now());

  const [found] = await db.lookup(
    (tx) => tx<{ hash: string | null; tenantId: string; memberId: string }[]>`
      select password_hash as hash, tenant_id as "tenantId", member_id as "memberId"
      from xin.password_of(${known})`,
  );
  const tooLong = password.length > passwordLength.most * 4;
  const matches = await verifyPassword(found?.hash ?? null, tooLong ? "" : password);
  if (found === undefined) return null;
  if (!matches || tooLong) {
    const { tenantId, memberId } = found;
    await db.tenant(tenantId, (tx) =>
      recordAudit(tx, memberEnvelope({ tenantId, memberId }), "session.refused", memberId),
    );
    return null;
  }
  byEmail.forget(known);
  byAddress.forget(networkAddress);
  return { token: await openSession(db, found) };
};

const refuseThrottled = (throttle: FailureThrottle, key: string) => {
  const waitMs = throttle.waitMs(key, Date.now());
  if (waitMs === 0) return;
  throw new ActionRefused({
    kind: "overloaded",
    message: "Too many wrong passwords. Wait a few minutes, or use a sign-in link.",
    retryAfterMs: waitMs,
  });
};
