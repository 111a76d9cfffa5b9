import { data } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { limits } from "#engine/knowledge/limits.ts";
import type { Route } from "./+types/upload.ts";

/** What the form around a file may add to its size, in bytes. */
const formBytes = 64 * 1024;

/** Takes one file and queues it. Answers 201, 413 when it is too large, 422 with the reason when it will not do. */
export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= limits.sourceBytes + formBytes)) return data(null, { status: 413 });
  const file = (await request.formData()).get("file");
  if (!(file instanceof File)) return data(null, { status: 400 });
  try {
    const added = await services.knowledge.addSource(envelope(crypto.randomUUID()), {
      kind: "file",
      filename: file.name,
      ...(file.type === "" ? {} : { mime: file.type }),
      bytes: new Uint8Array(await file.arrayBuffer()),
    });
    return Response.json(added, { status: 201 });
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return Response.json({ problem }, { status: problem.kind === "too_large" ? 413 : 422 });
  }
}
