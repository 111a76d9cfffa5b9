import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { ModelRefused, modelProblems } from "#engine/models/model-refused.ts";
import { readWorkspaceModels } from "#engine/models/read-models.ts";
import { listedPrices } from "#engine/reply/model-price.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { ForManagers } from "../for-managers.tsx";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/models.ts";
import { Budgets } from "./budgets.tsx";
import { runModelAct } from "./model-acts.ts";
import { ModelForm } from "./model-form.tsx";
import { ModelList } from "./model-list.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read, services } = requirePrincipal(request, context);
  if (!may(principal.role, "models.read")) return data({ models: null }, { status: 403 });
  const models = await read((tx) => readWorkspaceModels(tx, services.config));
  const mayManage = may(principal.role, "models.manage");
  return data({ models: { ...models, mayManage, listed: [...listedPrices] } });
}

export async function action({ request, context }: Route.ActionArgs) {
  const signed = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  try {
    await runModelAct(signed, await request.formData());
    return { problem: null };
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    const text = error instanceof ModelRefused ? modelProblems[error.code][locale] : message;
    return data({ problem: text }, { status: 422 });
  }
}

export default function Models({ loaderData: { models } }: Route.ComponentProps) {
  const { t } = useLingui();
  return (
    <SettingsPage
      name={t`Models`}
      help="operate"
      end={
        models?.mayManage === true ? (
          <ModelForm provider={null} listed={models.listed} />
        ) : undefined
      }
      layout="models-page"
    >
      {models === null ? (
        <ForManagers />
      ) : (
        <>
          <p className="i2">
            <Trans>
              Answers are written by the first of these models that can. When one fails, is slow or
              has spent its budget, the next one is asked.
            </Trans>
          </p>
          <ModelList
            providers={models.providers}
            installation={models.installation}
            listed={models.listed}
            mayManage={models.mayManage}
          />
          <Budgets budget={models.budget} days={models.days} mayManage={models.mayManage} />
        </>
      )}
    </SettingsPage>
  );
}
