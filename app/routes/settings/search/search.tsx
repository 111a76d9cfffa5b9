import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readReranker } from "#db/reads/embedding-models.ts";
import { countSavedQuestions } from "#db/reads/saved-questions.ts";
import { readEmbeddingStatus } from "#engine/knowledge/embedding/embedding-status.ts";
import { localModelNames } from "#engine/knowledge/embedding/local-model.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { ForManagers } from "../for-managers.tsx";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/search.ts";
import { AddModel } from "./add-model.tsx";
import { problemText } from "./problem-text.ts";
import { RerankerSection } from "./reranker-section.tsx";
import { runSearchAct } from "./search-acts.ts";
import { SearchModels } from "./search-models.tsx";
import { shownModel } from "./shown-model.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read, services } = requirePrincipal(request, context);
  if (!may(principal.role, "knowledge.read")) return data({ search: null }, { status: 403 });
  const { config, db } = services;
  const [status, local, { reranker, saved }] = await Promise.all([
    readEmbeddingStatus(db, principal.tenantId),
    localModelNames(config.modelsDir),
    read(async (tx) => ({
      reranker: await readReranker(tx),
      saved: await countSavedQuestions(tx),
    })),
  ]);
  return data({
    search: {
      models: status.map(shownModel),
      offers: { local, api: config.embeddingUrl !== null },
      reranker: reranker === null ? null : { model: reranker.model, url: reranker.url },
      saved,
      mayWrite: may(principal.role, "knowledge.write"),
      mayKeepKeys: may(principal.role, "secrets.manage"),
    },
  });
}

export async function action({ request, context }: Route.ActionArgs) {
  const signed = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  try {
    return { problem: null, test: await runSearchAct(signed, await request.formData()) };
  } catch (error) {
    const problem = problemText(error, locale);
    if (problem === null) throw error;
    return data({ problem, test: null }, { status: 422 });
  }
}

export default function Search({ loaderData: { search } }: Route.ComponentProps) {
  const { t } = useLingui();
  return (
    <SettingsPage
      name={t`Search models`}
      end={
        search?.mayWrite === true ? (
          <AddModel offers={search.offers} mayKeepKeys={search.mayKeepKeys} />
        ) : undefined
      }
      layout="models-page"
    >
      {search === null ? (
        <ForManagers />
      ) : (
        <>
          <p className="i2">
            <Trans>
              Passages are found by their words, and by vectors that say what they mean. A new model
              is built beside the one that answers; visitors notice nothing until you let it answer,
              and you can go back at once.
            </Trans>
          </p>
          <SearchModels
            models={search.models}
            saved={search.saved}
            mayWrite={search.mayWrite}
            mayKeepKeys={search.mayKeepKeys}
          />
          <RerankerSection
            reranker={search.reranker}
            mayWrite={search.mayWrite}
            mayKeepKeys={search.mayKeepKeys}
          />
        </>
      )}
    </SettingsPage>
  );
}
