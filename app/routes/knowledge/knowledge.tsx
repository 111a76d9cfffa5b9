import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { HelpLink } from "#app/ui/help-link.tsx";
import { toWireError } from "#engine/actions/wire-error.ts";
import { limits } from "#engine/knowledge/limits.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/knowledge.ts";
import { EmptyKnowledge } from "./empty-knowledge.tsx";
import { runAct } from "./knowledge-acts.ts";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";
import { addressOf, placeOf } from "./list-place.ts";
import { ListPages } from "./list-pages.tsx";
import { PasteText } from "./paste-text.tsx";
import { readList } from "./read-list.ts";
import { AddSite } from "./sites/add-site.tsx";
import { SiteRow } from "./sites/site-row.tsx";
import { SourceFacts } from "./source-facts.tsx";
import { SourceSearch } from "./source-search.tsx";
import { SourceTable } from "./source-table.tsx";
import { DropArea } from "./uploads/drop-area.tsx";
import { UploadButton } from "./uploads/upload-button.tsx";
import { UploadList } from "./uploads/upload-list.tsx";
import { useUploads } from "./uploads/use-uploads.ts";
import { useLiveList } from "./use-live-list.ts";
import { useUsage } from "./use-usage.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  const place = placeOf(new URL(request.url).searchParams);
  const list = await read((tx) => readList(tx, place, locale));
  const mayWrite = may(principal.role, "knowledge.write");
  return { ...list, mostBytes: { file: limits.sourceBytes, zip: limits.archiveBytes }, mayWrite };
}

export async function action({ request, context }: Route.ActionArgs) {
  const signed = requirePrincipal(request, context);
  try {
    await runAct(signed, await request.formData());
    return { problem: null };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem }, { status: 422 });
  }
}

export default function Knowledge({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { mostBytes, mayWrite } = loaderData;
  const { queue, uploads } = useUploads(mostBytes);
  const { place, sites, rows, total, facts } = useLiveList(loaderData);
  const usage = useUsage();
  const megabytes = Math.floor(mostBytes.file / (1024 * 1024));
  const isAll = place.group === null && place.search === "";
  return (
    <main className="page" id="content">
      <title>{t`Knowledge · Xin`}</title>
      <header className="bar page-bar has-tabs knowledge-bar">
        <h1>
          <Trans>Knowledge</Trans>
        </h1>
        <KnowledgeTabs />
        <span className="end knowledge-tools">
          <HelpLink to="knowledge" />
          <SourceSearch place={place} />
          {mayWrite ? (
            <>
              <AddSite />
              <UploadButton queue={queue} />
            </>
          ) : null}
        </span>
      </header>
      <div className="page-body knowledge-body">
        <SourceFacts facts={facts} answers={usage?.answers ?? null} place={place} />
        {mayWrite ? (
          <>
            <DropArea queue={queue} megabytes={megabytes}>
              <PasteText />
            </DropArea>
            <UploadList queue={queue} uploads={uploads} megabytes={megabytes} />
          </>
        ) : null}
        {rows.length + sites.length === 0 ? (
          <EmptyKnowledge isAll={isAll} />
        ) : (
          <SourceTable
            rows={rows}
            name={addressOf(place)}
            usage={usage}
            mayWrite={mayWrite}
            onReplace={(sourceId, file) => queue.add([{ file, folder: "" }], sourceId)}
          >
            {sites.map((site) => (
              <SiteRow key={site.id} site={site} mayWrite={mayWrite} />
            ))}
          </SourceTable>
        )}
        <ListPages place={place} total={total} />
      </div>
    </main>
  );
}
