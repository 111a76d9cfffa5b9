import { useEffect } from "react";
import { data, useOutletContext, useSearchParams } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import type { ShellContext } from "#app/ui/shell-context.ts";
import { Thread } from "#app/ui/thread/thread.tsx";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { readEvents } from "#db/reads/events.ts";
import { readMembers } from "#db/reads/members.ts";
import { readRatings } from "#db/reads/ratings.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/thread.ts";

/** Events a thread opens with; older ones come on scroll. */
const firstPage = 50;

/** Ratings of the visitor beside it. */
const ratingsShown = 5;

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const id = params.conversationId;
  if (!isId(id)) throw data(null, { status: 404 });
  const found = await read(async (tx) => {
    const row = await readConversationRow(tx, id, principal.memberId);
    if (row === null) return null;
    const before = row.lastSeq + 1;
    const { events } = await readEvents(tx, id, { before, limit: firstPage, audience: "team" });
    const latest = events.findLast(
      ({ body }) => "decisionId" in body && body.decisionId !== null && body.type !== "draft.begun",
    );
    const latestId =
      latest !== undefined && "decisionId" in latest.body ? latest.body.decisionId : null;
    const decision = latestId === null ? null : await readDecision(tx, latestId);
    const ratings = await readRatings(tx, {
      contactId: row.contact.id,
      after: null,
      limit: ratingsShown,
    });
    return { row, events, decision, ratings, members: await readMembers(tx) };
  });
  if (found === null) throw data(null, { status: 404 });
  return { ...found, mayReplay: may(principal.role, "policies.write") };
}

export function shouldRevalidate({
  currentParams,
  nextParams,
}: {
  currentParams: Record<string, string | undefined>;
  nextParams: Record<string, string | undefined>;
}) {
  return currentParams.conversationId !== nextParams.conversationId;
}

export default function ThreadRoute({ loaderData, params }: Route.ComponentProps) {
  const shell = useOutletContext<ShellContext>();
  const store = useInboxStore();
  const [search] = useSearchParams();
  const { row, events } = loaderData;
  useEffect(() => store?.openThread(row, events), [store, row, events]);
  return (
    <Thread
      key={params.conversationId}
      {...loaderData}
      member={shell.member}
      why={search.get("why")}
    />
  );
}
