import { Trans } from "@lingui/react/macro";
import { Link, data } from "react-router";
import { requestContext } from "#app/context.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readChunksOfVersion } from "#db/reads/chunks.ts";
import { readSource } from "#db/reads/knowledge.ts";
import type { Route } from "./+types/source.ts";
import { failureReason } from "./failure-reason.ts";
import { SourceState } from "./source-state.tsx";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const id = params.sourceId;
  if (!isId(id)) throw data(null, { status: 404 });
  const found = await read(async (tx) => {
    const source = await readSource(tx, id);
    if (source === null) return null;
    const { version } = source;
    if (version === null) return { source, chunks: [] };
    const page = { after: -1, limit: 500 };
    return { source, chunks: await readChunksOfVersion(tx, { sourceId: id, version }, page) };
  });
  if (found === null) throw data(null, { status: 404 });
  const { locale } = context.get(requestContext);
  return { ...found, failure: failureReason(found.source, locale) };
}

/** A source as the AI reads it: its passages in order, each with an address of its own. */
export default function SourcePage({ loaderData }: Route.ComponentProps) {
  const { source, chunks, failure } = loaderData;
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
        <span className="end">
          <SourceState source={source} failure={failure} />
        </span>
      </header>
      <div className="page-body">
        <div className="passages" lang={source.lang ?? undefined}>
          {chunks.map((chunk) => (
            <article key={chunk.id} id={chunk.id} className="card">
              {chunk.heading === "" ? null : <h2 className="b">{chunk.heading}</h2>}
              <p>{chunk.text}</p>
            </article>
          ))}
          {chunks.length === 0 ? (
            <p className="i3">
              <Trans>
                There are no passages yet. They appear here as soon as the source is live.
              </Trans>
            </p>
          ) : null}
        </div>
      </div>
    </main>
  );
}
