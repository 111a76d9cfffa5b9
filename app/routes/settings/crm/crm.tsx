import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readCrmConnection } from "#db/reads/crm-connection.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { CrmRefused, crmProblems } from "#engine/crm/crm-refused.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { ForManagers } from "../for-managers.tsx";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/crm.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { type CrmResult, runCrmAct } from "./crm-acts.ts";
import { TestForm } from "./test-form.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  if (!may(principal.role, "crm.read")) return data({ crm: null }, { status: 403 });
  const connection = await read(readCrmConnection);
  return data({ crm: { connection, mayManage: may(principal.role, "crm.manage") } });
}

export async function action({ request, context }: Route.ActionArgs) {
  const signed = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  try {
    return await runCrmAct(signed, await request.formData(), locale);
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    const problem = error instanceof CrmRefused ? crmProblems[error.code][locale] : message;
    return data<CrmResult>({ problem }, { status: 422 });
  }
}

export default function Crm({ loaderData: { crm } }: Route.ComponentProps) {
  const { t } = useLingui();
  return (
    <SettingsPage name={t`Orders and tickets`} help="orders-and-tickets">
      {crm === null ? (
        <ForManagers />
      ) : (
        <>
          <p className="i2">
            <Trans>
              Connect the system that keeps your orders and tickets, and the AI can tell visitors
              how theirs stand, where the policy grants the tools <code>read_order</code> and{" "}
              <code>read_ticket</code>. It reads a record only when the visitor wrote its number and
              it belongs to an e-mail address of theirs. It never changes anything there.
            </Trans>
          </p>
          <ConnectionForm
            key={`${crm.connection?.url} ${crm.connection?.keyEnding}`}
            connection={crm.connection}
            mayManage={crm.mayManage}
          />
          {crm.connection !== null && crm.mayManage ? <TestForm /> : null}
        </>
      )}
    </SettingsPage>
  );
}
