import { data } from "react-router";
import { attachment } from "#app/server/attachment.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readSource, readSourceContent } from "#db/reads/knowledge.ts";
import type { Route } from "./+types/source-file.ts";

/**
 * The bytes of a source as they came, to be saved and never to be shown: a page with scripts in it must not
 * run as ours. The name goes along; what kind it is, the reader's own system says.
 */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const id = params.sourceId;
  if (!isId(id)) throw data(null, { status: 404 });
  const found = await read(async (tx) => ({
    source: await readSource(tx, id),
    stored: await readSourceContent(tx, id),
  }));
  if (found.source === null || found.stored === null) throw data(null, { status: 404 });
  const { filename, title } = found.source;
  const name = filename?.split("/").at(-1) ?? `${title}.md`;
  return new Response(new Uint8Array(found.stored.content), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": attachment(name),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
