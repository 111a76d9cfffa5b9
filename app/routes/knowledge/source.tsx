import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Link, data, useLocation, useNavigate } from "react-router";
import { requestContext } from "#app/context.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { DownloadIcon } from "#app/ui/icons.tsx";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/source.ts";
import { PassageCard } from "./passage-card.tsx";
import { readSourcePage } from "./read-source.ts";
import { SourceNotes } from "./source-notes.tsx";
import { SourceState } from "./source-state.tsx";
import { SourceVersions } from "./source-versions.tsx";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const id = params.sourceId;
  if (!isId(id)) throw data(null, { status: 404 });
  const { locale } = context.get(requestContext);
  const search = new URL(request.url).searchParams;
  const found = await read((tx) => readSourcePage(tx, id, search, locale));
  if (found === null) throw data(null, { status: 404 });
  return { ...found, mayWrite: may(principal.role, "knowledge.write") };
}

/** A source as the AI reads it: its passages in order, each with an address of its own. */
export default function SourcePage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { source, chunks, aimed, version, page, hasMore } = loaderData;
  useAim(source.id, chunks.find(({ ordinal }) => ordinal === aimed)?.id ?? null);
  const edition = version === source.version ? "" : `version=${version}&`;
  return (
    <main className="page" id="content">
      <title>{`${source.title} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/knowledge">
            <Trans>Knowledge</Trans>
          </Link>
          <span className="sep">/</span>
          <span lang={source.lang ?? undefined}>{source.title}</span>
        </h1>
        <span className="end knowledge-tools">
          {source.state === "failed" ? null : <SourceState source={source} />}
          <a className="btn" href={`/knowledge/${source.id}/file`} download>
            <DownloadIcon size={14} />
            <span className="bar-word">
              <Trans>Download</Trans>
            </span>
          </a>
        </span>
      </header>
      <div className="page-body source-page">
        <div className="passages">
          <SourceNotes found={loaderData} />
          {chunks.map((chunk, index) => (
            <PassageCard
              key={chunk.id}
              chunk={chunk}
              base={source.url}
              isContinued={index > 0 && chunks[index - 1]?.heading === chunk.heading}
              isAimed={chunk.ordinal === aimed}
            />
          ))}
          {chunks.length === 0 ? (
            <p className="i3">
              <Trans>
                There are no passages yet. They appear here as soon as the source is live.
              </Trans>
            </p>
          ) : null}
          {page > 1 || hasMore ? (
            <nav className="list-pages" aria-label={t`Pages of the source`}>
              {page > 1 ? (
                <Link className="btn" to={`?${edition}page=${page - 1}`}>
                  <Trans>Earlier passages</Trans>
                </Link>
              ) : null}
              {hasMore ? (
                <Link className="btn" to={`?${edition}page=${page + 1}`}>
                  <Trans>Further passages</Trans>
                </Link>
              ) : null}
            </nav>
          ) : null}
        </div>
        <SourceVersions found={loaderData} />
      </div>
    </main>
  );
}

/**
 * Brings the passage the address names into view. A fragment never reaches the server: one that is not on
 * this page is asked for, since the passage may stand on another.
 */
const useAim = (sourceId: string, aimedId: string | null): void => {
  const { hash, search } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    const fragment = decodeURIComponent(hash.slice(1));
    const target = document.getElementById(aimedId ?? fragment);
    if (target !== null) target.scrollIntoView({ block: aimedId === null ? "start" : "center" });
    else if (fragment !== "" && search === "") {
      const query = new URLSearchParams({ anchor: fragment });
      void navigate(`/knowledge/${sourceId}?${query}`, { replace: true });
    }
  }, [hash, search, aimedId, sourceId, navigate]);
};
