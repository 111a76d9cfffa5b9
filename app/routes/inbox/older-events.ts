import { data } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readEvents } from "#db/reads/events.ts";
import { isId } from "#app/server/is-id.ts";
import type { Route } from "./+types/older-events.ts";

/** Events of one page of a thread. */
const eventsPerPage = 50;

/** The page of a thread before a seq, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const before = Number(new URL(request.url).searchParams.get("before"));
  if (!isId(params.conversationId) || !Number.isSafeInteger(before))
    throw data(null, { status: 404 });
  const page = await read((tx) =>
    readEvents(tx, params.conversationId, { before, limit: eventsPerPage, audience: "team" }),
  );
  return Response.json({ events: page.events });
}
