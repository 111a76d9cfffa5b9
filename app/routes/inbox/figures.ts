import { requirePrincipal } from "#app/server/require-principal.ts";
import type { Route } from "./+types/figures.ts";
import { readFigures } from "#db/reads/inbox-figures.ts";
import { listQueryOf } from "./list-query.ts";

/** The figures above the list as JSON, for a list that changes under its reader. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { tag } = listQueryOf(new URL(request.url));
  return Response.json(await read((tx) => readFigures(tx, principal.memberId, tag)));
}
