import { data } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readDecision } from "#db/reads/decisions.ts";
import type { Route } from "./+types/record.ts";

/** Why the AI did what it did, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const decision = isId(params.decisionId)
    ? await read((tx) => readDecision(tx, params.decisionId))
    : null;
  if (decision === null) throw data(null, { status: 404 });
  return Response.json({ decision });
}
