import { requirePrincipal } from "#app/server/require-principal.ts";
import { readConversationRows, readRowsAfter } from "#db/reads/conversations.ts";
import { readLastPosition } from "#db/reads/last-seqs.ts";
import type { Route } from "./+types/rows.ts";
import { changesPerPage, listQueryOf, positionOf, rowsPerPage } from "./list-query.ts";

/**
 * Rows of the inbox as JSON, for the live list: a page of a view, or with `after` the rows that changed
 * after a position, the earliest change first. `position` is where the tenant stood before the reading.
 */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const { memberId } = principal;
  const url = new URL(request.url);
  const after = positionOf(url);
  const limit = after === null ? rowsPerPage : changesPerPage;
  const { position, rows } = await read(async (tx) => ({
    position: await readLastPosition(tx),
    rows:
      after === null
        ? await readConversationRows(tx, { ...listQueryOf(url), limit, memberId })
        : await readRowsAfter(tx, { after, limit, memberId }),
  }));
  return Response.json({ rows, more: rows.length === limit, position });
}
