import { Trans, useLingui } from "@lingui/react/macro";
import { data, Link } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readModelProviders } from "#db/reads/model-providers.ts";
import { readPolicies } from "#db/reads/policies.ts";
import { readRetrievalPointer } from "#db/reads/retrieval-configs.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { assertMay, may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/replay.ts";
import { ReplayForm } from "./replay-form.tsx";
import { ReplayResult } from "./replay-result.tsx";
import { versionOf } from "./version-of.ts";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { conversationId } = params;
  if (!isId(conversationId)) throw data(null, { status: 404 });
  const found = await read(async (tx) => {
    const row = await readConversationRow(tx, conversationId, null);
    if (row === null) return null;
    const [policies, tuning, models] = await Promise.all([
      readPolicies(tx),
      readRetrievalPointer(tx),
      readModelProviders(tx),
    ]);
    return {
      conversationId,
      subject: row.subject,
      policies: policies.map(({ id, name, lastVersion, productionVersion }) => ({
        id,
        name,
        lastVersion,
        productionVersion,
      })),
      lastTuning: tuning.last,
      models: models.map(({ name }) => name),
    };
  });
  if (found === null) throw data(null, { status: 404 });
  return { ...found, mayReplay: may(principal.role, "policies.write") };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const { conversationId } = params;
  if (!isId(conversationId)) throw data(null, { status: 404 });
  try {
    assertMay(principal.role, "policies.write");
    const version = versionOf(await request.formData());
    const replay = await services.replay.conversation(principal.tenantId, conversationId, version);
    return { replay, problem: null };
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    const status = kind === "not_found" ? 404 : kind === "forbidden" ? 403 : 422;
    return data({ replay: null, problem: message }, { status });
  }
}

export default function Replay({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { conversationId, subject, mayReplay } = loaderData;
  return (
    <main className="page" id="content">
      <title>{t`Replay · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb tr" to={`/c/${conversationId}`}>
            {subject ?? t`Conversation`}
          </Link>
          <span className="sep">/</span>
          <Trans>Replay</Trans>
        </h1>
      </header>
      <div className="page-body replay-page">
        <p className="i2">
          <Trans>
            The visitor's questions are answered again, each with what had been said by then.
            Nothing is sent or stored; tools are answered from the recording.
          </Trans>
        </p>
        {mayReplay ? (
          <ReplayForm {...loaderData} />
        ) : (
          <p className="inl">
            <Trans>Replays are for those who write policies. Ask an admin of this workspace.</Trans>
          </p>
        )}
        {actionData?.problem == null ? null : (
          <p className="inl bad" role="alert">
            {actionData.problem}
          </p>
        )}
        {actionData?.replay == null ? null : <ReplayResult replay={actionData.replay} />}
      </div>
    </main>
  );
}
