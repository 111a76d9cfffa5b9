import { Trans, useLingui } from "@lingui/react/macro";
import { Link, data, redirect } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { requestContext } from "#app/context.ts";
import { HelpLink } from "#app/ui/help-link.tsx";
import { ModeName } from "#app/ui/mode-name.tsx";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { PolicyIcon } from "#app/ui/icons.tsx";
import { readPolicies } from "#db/reads/policies.ts";
import { readPublishRequests } from "#db/reads/publish-requests.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { readKnownNames } from "#engine/policy/known-names.ts";
import { parsePolicy } from "#engine/policy/parse-policy.ts";
import { readTenantName } from "#engine/reply/reply-material.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/policies.ts";
import { mayWritePolicies } from "./may-write-policies.ts";
import { NewPolicy, type NewPolicyProblem } from "./new-policy.tsx";
import { PublishRequests } from "./requests/publish-requests.tsx";
import { readNewPage } from "./read-new-page.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { memberId, role } = principal;
  return {
    ...(await read(async (tx) => ({
      policies: await readPolicies(tx),
      requests: await readPublishRequests(tx),
    }))),
    mayWrite: mayWritePolicies(role),
    reader: { memberId, mayPublish: may(role, "policies.publish") },
  };
}

/** Makes a policy from a template or a file and opens it. */
export async function action({ request, context }: Route.ActionArgs) {
  const { read, deps, envelope } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const form = await request.formData();
  const { workspaceName, known } = await read(async (tx) => ({
    workspaceName: await readTenantName(tx),
    known: await readKnownNames(tx),
  }));
  const text = await readNewPage(form, locale, workspaceName);
  if (text === null) return refused({ kind: "no-text" });
  const parsed = parsePolicy(text, known);
  if (!parsed.ok) return refused({ kind: "page", problems: parsed.problems });
  try {
    const made = await createPolicy(deps, envelope(crypto.randomUUID()), {
      name: fieldText(form, "name"),
      text,
      note: null,
    });
    return redirect(`/policies/${made.policyId}`);
  } catch (error) {
    const refusal = toWireError(error);
    if (refusal.kind === "internal") throw error;
    return refused({ kind: "refused", error: refusal });
  }
}

const refused = (problem: NewPolicyProblem) => data({ problem }, { status: 422 });

export default function Policies({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { policies, requests, mayWrite, reader } = loaderData;
  return (
    <main className="page" id="content">
      <title>{t`Policies · Xin`}</title>
      <header className="bar page-bar">
        <h1>
          <Trans>Policies</Trans>
        </h1>
        <HelpLink to="policies" />
        <span className="cnt">{policies.length}</span>
        {mayWrite ? <NewPolicy /> : null}
      </header>
      <div className="page-body">
        <p className="i2 policies-lead">
          <Trans>
            A policy is a page your team writes. It says what the AI may do, and how it speaks.
          </Trans>
        </p>
        <PublishRequests requests={requests} reader={reader} />
        <div className="tbl-wrap">
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Policy</Trans>
                </th>
                <th scope="col">
                  <Trans>Answers visitors</Trans>
                </th>
                <th scope="col" className="wide">
                  <Trans>Mode</Trans>
                </th>
                <th scope="col" className="wide">
                  <Trans>Changed</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {policies.map((policy) => (
                <tr key={policy.id}>
                  <td>
                    <div className="source-name">
                      <PolicyIcon />
                      <Link to={`/policies/${policy.id}`}>{policy.name}</Link>
                    </div>
                  </td>
                  <td className="num">
                    {policy.productionVersion === null ? (
                      <span className="i3">
                        <Trans>not published</Trans>
                      </span>
                    ) : (
                      <span className="st ok">v{policy.productionVersion}</span>
                    )}
                  </td>
                  <td className="wide">
                    {policy.mode === null ? "–" : <ModeName mode={policy.mode} />}
                  </td>
                  <td className="wide i3">
                    <ClockTime at={policy.changedAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </main>
  );
}
