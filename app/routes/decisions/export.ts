import { exportResponse } from "#app/server/export-response.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { exportDecisions } from "#engine/decisions/export-decisions.ts";
import type { Route } from "./+types/export.ts";
import { placeOf } from "./read-place.ts";

/** The decisions an address shows as a file, all pages of it. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const search = new URL(request.url).searchParams;
  const format = search.get("format") === "jsonl" ? "jsonl" : "csv";
  const { filter } = placeOf(search);
  const act = envelope(crypto.randomUUID());
  return exportResponse(await exportDecisions(services, act, filter, format), format);
}
