import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readMailServer } from "#db/reads/mail-server.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { MailRefused, mailProblems } from "#engine/mail/mail-refused.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { ForManagers } from "../for-managers.tsx";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/mail.ts";
import { type MailResult, runMailAct } from "./mail-acts.ts";
import { ServerForm } from "./server-form.tsx";
import { TestMail } from "./test-mail.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read, services } = requirePrincipal(request, context);
  if (!may(principal.role, "mail.read")) return data({ mail: null }, { status: 403 });
  const { server, isSetUp } = await read(async (tx) => ({
    server: await readMailServer(tx),
    isSetUp: await services.mail.isSetUp(tx),
  }));
  const mayManage = may(principal.role, "mail.manage");
  return data({ mail: { server, isSetUp, mayManage, email: principal.email } });
}

export async function action({ request, context }: Route.ActionArgs) {
  const signed = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  try {
    return await runMailAct(signed, await request.formData(), locale);
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    const problem = error instanceof MailRefused ? mailProblems[error.code][locale] : message;
    return data<MailResult>({ problem }, { status: 422 });
  }
}

export default function MailSettings({ loaderData: { mail } }: Route.ComponentProps) {
  const { t } = useLingui();
  return (
    <SettingsPage name={t`Mail`} help="operate">
      {mail === null ? (
        <ForManagers />
      ) : (
        <>
          <p className="i2">
            <Trans>
              The server that mails of this workspace go out through. The connection is always
              encrypted and its certificate checked. A mail that a server does not take at once is
              tried again for some minutes.
            </Trans>
          </p>
          {mail.server === null ? (
            <section>
              {mail.isSetUp ? (
                <p className="inl">
                  <Trans>
                    This workspace has no server of its own: its mail goes out through that of the
                    installation.
                  </Trans>
                </p>
              ) : (
                <p className="inl warn">
                  <Trans>No mail goes out of this workspace yet.</Trans>
                </p>
              )}
            </section>
          ) : null}
          <ServerForm
            key={JSON.stringify(mail.server)}
            server={mail.server}
            mayManage={mail.mayManage}
          />
          {mail.isSetUp && mail.mayManage ? <TestMail email={mail.email} /> : null}
        </>
      )}
    </SettingsPage>
  );
}
