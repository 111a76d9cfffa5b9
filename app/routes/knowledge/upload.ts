import { data } from "react-router";
import { readBody } from "#app/server/read-body.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { isArchive } from "#engine/knowledge/extraction/detect-type.ts";
import { limits } from "#engine/knowledge/limits.ts";
import type { Route } from "./+types/upload.ts";
import { cleanFilename } from "./uploads/clean-filename.ts";

/**
 * Takes the bytes of one file, named in the query, and queues it, or each document of an archive, or gives it to
 * the source that it replaces. Answers 201, 413 when it is too large, 503 when it has to come again, else 422, each with the reason.
 */
export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const query = new URL(request.url).searchParams;
  const filename = cleanFilename(query.get("filename") ?? "");
  const replaces = query.get("replaces");
  const isZip = filename?.toLowerCase().endsWith(".zip") === true;
  const bytes = await readBody(request, isZip ? limits.archiveBytes : limits.sourceBytes);
  if (bytes === null || filename === null) return data(null, { status: 400 });
  if (replaces !== null && !isId(replaces)) return data(null, { status: 400 });
  try {
    const act = envelope(crypto.randomUUID());
    if (replaces !== null) {
      await services.knowledge.replaceSource(act, { sourceId: replaces, filename, bytes });
      return Response.json({ isNew: true }, { status: 201 });
    }
    if (!isArchive(bytes)) {
      const added = await services.knowledge.addSource(act, { kind: "file", filename, bytes });
      return Response.json({ isNew: added.isNew }, { status: 201 });
    }
    const { failure, files } = await services.knowledge.addArchive(act, { bytes });
    if (failure !== null) return Response.json({ problem: { kind: "invalid" } }, { status: 422 });
    const leftOut = files.filter((one) => one.failure !== null).length;
    const isNew = files.some((one) => one.isNew) || leftOut > 0;
    return Response.json({ isNew, leftOut }, { status: 201 });
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return Response.json({ problem }, { status: statuses[problem.kind] ?? 422 });
  }
}

const statuses: Partial<Record<ReturnType<typeof toWireError>["kind"], number>> = {
  too_large: 413,
  unavailable: 503,
  overloaded: 503,
};
