import { data } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import type { Route } from "./+types/record.ts";
import { readRecord } from "./read-record.ts";

/** Why the AI did what it did, and what of it can be taken back, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const record = await readRecord(requirePrincipal(request, context), params.decisionId);
  if (record === null) throw data(null, { status: 404 });
  return Response.json(record);
}
