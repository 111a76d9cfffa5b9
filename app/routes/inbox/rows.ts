import { requirePrincipal } from "#app/server/require-principal.ts";
import { readConversationRows } from "#db/reads/conversations.ts";
import type { Route } from "./+types/rows.ts";
import { listQueryOf, rowsPerPage } from "./list-query.ts";

/** A page of inbox rows as JSON, for the live list. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const query = listQueryOf(new URL(request.url));
  const rows = await read((tx) =>
    readConversationRows(tx, { ...query, limit: rowsPerPage, memberId: principal.memberId }),
  );
  return Response.json({ rows, more: rows.length === rowsPerPage });
}
