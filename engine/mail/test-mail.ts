import { v4 as uuidv4 } from "uuid";
import type { Locale } from "#contract/ids.ts";
import { readMembers } from "#db/reads/members.ts";
import type { Envelope } from "../actions/envelope.ts";
import { isEmail } from "../actions/is-email.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { MailRefused } from "./mail-refused.ts";
import { type MailWorld, openMailServer } from "./open-mail-server.ts";
import { type SentMail, sendMail } from "./send-mail.ts";

/** Between two test mails of a workspace. */
const pauseMs = 30_000;

/**
 * Sends one mail to whoever asks, at once. Needs `mail.manage`. Refused as MailRefused where mail goes nowhere, or
 * when one was sent a moment ago. A mail that does not go out is an answer, not an error.
 */
export const testMail = async (
  world: MailWorld,
  env: Envelope,
  { to, locale }: { readonly to: string; readonly locale: Locale },
): Promise<SentMail> => {
  assertMay(env.actor.role, "mail.manage");
  if (!isEmail(to)) throw new MailRefused("no_address");
  const server = await openMailServer(world, env.tenantId);
  if (server === null) throw new MailRefused("none");
  await world.db.tenant(env.tenantId, async (tx) => {
    const [recent] = await tx`
      select 1 from (select action, at from xin.audit_log order by id desc limit 100) as newest
      where action = 'mail.tested' and at > now() - make_interval(secs => ${pauseMs / 1000})`;
    if (recent !== undefined) throw new MailRefused("too_soon", "conflict");
    await recordAudit(tx, env, "mail.tested", null, { host: server.host, port: server.port });
  });
  const words = texts[locale];
  return sendMail(server, { to, ...words, messageId: `${uuidv4()}@xin` });
};

/** The same to the address of a member alone, for a caller that has none of its own. */
export const testMailToMember = async (
  world: MailWorld,
  env: Envelope,
  test: { readonly to: string; readonly locale: Locale },
): Promise<SentMail> => {
  assertMay(env.actor.role, "mail.manage");
  const members = await world.db.tenant(env.tenantId, readMembers);
  const to = test.to.trim().toLowerCase();
  if (!members.some(({ email }) => email === to)) throw new MailRefused("no_member");
  return testMail(world, env, { ...test, to });
};

const texts = {
  en: {
    subject: "Xin: a test mail",
    text: "This mail was sent to try the mail server of your workspace in Xin. It works.",
  },
  zh: {
    subject: "Xin：测试邮件",
    text: "这封邮件用于测试您在 Xin 的工作区的邮件服务器。一切正常。",
  },
} as const;
