import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { data, useRevalidator } from "react-router";
import { requestContext } from "#app/context.ts";
import { fieldText } from "#app/server/field-text.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { readSources } from "#db/reads/knowledge.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { limits } from "#engine/knowledge/limits.ts";
import type { Route } from "./+types/knowledge.ts";
import { failureReason } from "./failure-reason.ts";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";
import { PasteText } from "./paste-text.tsx";
import { SourceTable } from "./source-table.tsx";
import { DropArea } from "./uploads/drop-area.tsx";
import { UploadButton } from "./uploads/upload-button.tsx";
import { UploadList } from "./uploads/upload-list.tsx";
import { useUploads } from "./uploads/use-uploads.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const sources = await read((tx) => readSources(tx));
  const listed = sources.map((source) => ({
    ...source,
    failure: failureReason(source, locale),
  }));
  return { sources: listed, maxBytes: limits.sourceBytes };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const intent = form.get("intent");
  const sourceId = fieldText(form, "sourceId");
  const key = crypto.randomUUID();
  try {
    if (intent === "paste") {
      await services.knowledge.addSource(envelope(key), {
        kind: "text",
        title: fieldText(form, "title"),
        bytes: Buffer.from(fieldText(form, "text")),
      });
    } else if (intent === "delete")
      await services.knowledge.deleteSource(envelope(key), { sourceId });
    else await services.knowledge.retrySource(envelope(key), { sourceId });
    return { problem: null };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem }, { status: 422 });
  }
}

export default function Knowledge({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { sources, maxBytes } = loaderData;
  const { queue, uploads } = useUploads(maxBytes);
  const megabytes = Math.floor(maxBytes / (1024 * 1024));
  const changes = useInbox((state) => state.knowledgeChanges);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (changes > 0) void revalidate();
  }, [changes, revalidate]);
  const count = (states: readonly string[]) =>
    sources.filter(({ state }) => states.includes(state)).length;
  const passages = sources.reduce((sum, { chunkCount }) => sum + chunkCount, 0);
  const failed = count(["failed"]);
  return (
    <main className="page" id="content">
      <title>{t`Knowledge · Xin`}</title>
      <header className="bar page-bar has-tabs">
        <h1>
          <Trans>Knowledge</Trans>
        </h1>
        <KnowledgeTabs />
        <span className="end">
          <UploadButton queue={queue} />
        </span>
      </header>
      <div className="page-body">
        <dl className="facts">
          <div>
            <dt>
              <Trans>Live</Trans>
            </dt>
            <dd>{count(["live"])}</dd>
          </div>
          <div>
            <dt>
              <Trans>Working</Trans>
            </dt>
            <dd>{count(["queued", "fetching", "extracting", "chunking", "embedding"])}</dd>
          </div>
          <div>
            <dt>
              <Trans>Need you</Trans>
            </dt>
            <dd className={failed > 0 ? "c-bad-t" : undefined}>{failed}</dd>
          </div>
          <div>
            <dt>
              <Trans>Passages</Trans>
            </dt>
            <dd>{passages}</dd>
          </div>
        </dl>
        <DropArea queue={queue} megabytes={megabytes}>
          <PasteText />
        </DropArea>
        <UploadList queue={queue} uploads={uploads} megabytes={megabytes} />
        {sources.length === 0 ? (
          <section className="empty">
            <h2>
              <Trans>The AI answers only from what is here</Trans>
            </h2>
            <p>
              <Trans>
                Drop your help articles above, one by one or a whole folder. Within seconds the AI
                cites them.
              </Trans>
            </p>
          </section>
        ) : (
          <SourceTable sources={sources} />
        )}
      </div>
    </main>
  );
}
