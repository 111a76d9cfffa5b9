import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ModeName } from "#app/ui/mode-name.tsx";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { PolicyIcon } from "#app/ui/icons.tsx";
import { readPolicies } from "#db/reads/policies.ts";
import type { Route } from "./+types/policies.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  return { policies: await read((tx) => readPolicies(tx)) };
}

export default function Policies({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { policies } = loaderData;
  return (
    <main className="page" id="content">
      <title>{t`Policies · Xin`}</title>
      <header className="bar page-bar">
        <h1>
          <Trans>Policies</Trans>
        </h1>
        <span className="cnt">{policies.length}</span>
      </header>
      <div className="page-body">
        <p className="i2 policies-lead">
          <Trans>
            A policy is a page your team writes. It says what the AI may do, and how it speaks.
          </Trans>
        </p>
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
