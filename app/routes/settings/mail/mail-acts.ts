import { fieldText } from "#app/server/field-text.ts";
import type { Signed } from "#app/server/require-principal.ts";
import type { Locale } from "#contract/ids.ts";
import { putMailServer, removeMailServer } from "#engine/mail/change-mail-server.ts";
import { mailFailures } from "#engine/mail/mail-failures.ts";
import { testMail } from "#engine/mail/test-mail.ts";

/** What came of a form of the page. */
export type MailResult = {
  /** Why it was refused, in the reader's language; null when it was done. */
  readonly problem: string | null;
  readonly test?:
    | { readonly sentTo: string }
    | { readonly fix: string; readonly detail: string | null };
};

/** Does what a form of the page asks for. Throws what the action refuses. */
export const runMailAct = async (
  { services, envelope, principal }: Signed,
  form: FormData,
  locale: Locale,
): Promise<MailResult> => {
  const own = envelope(crypto.randomUUID());
  const intent = fieldText(form, "intent");
  if (intent === "test") {
    const sent = await testMail(services, own, { to: principal.email, locale });
    if ("sent" in sent) return { problem: null, test: { sentTo: principal.email } };
    return {
      problem: null,
      test: { fix: mailFailures[sent.failure][locale], detail: sent.detail },
    };
  }
  if (intent === "remove") await removeMailServer(services, own);
  if (intent === "save") {
    const user = fieldText(form, "user").trim();
    const keeps = fieldText(form, "passwordChoice") === "keep" || user === "";
    await putMailServer(services, own, {
      host: fieldText(form, "host"),
      port: Number(fieldText(form, "port")),
      tls: fieldText(form, "tls") === "implicit" ? "implicit" : "starttls",
      user: user === "" ? null : user,
      from: fieldText(form, "from"),
      ...(keeps ? {} : { password: fieldText(form, "password") }),
    });
  }
  return { problem: null };
};
