import { useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { Outlet, useOutletContext, useParams } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { ConversationList } from "#app/ui/inbox/conversation-list.tsx";
import type { ShellContext } from "#app/ui/shell-context.ts";
import { readConversationRows } from "#db/reads/conversations.ts";
import { readLastPosition } from "#db/reads/last-seqs.ts";
import type { Route } from "./+types/inbox.ts";
import { readFigures } from "#db/reads/inbox-figures.ts";
import { listQueryOf, rowsPerPage } from "./list-query.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const query = listQueryOf(new URL(request.url));
  const memberId = principal.memberId;
  const [{ position, rows }, figures] = await Promise.all([
    // The position first: what comes between the two is read again, and not left out.
    read(async (tx) => ({
      position: await readLastPosition(tx),
      rows: await readConversationRows(tx, { ...query, limit: rowsPerPage, memberId }),
    })),
    read((tx) => readFigures(tx, memberId, query.tag)),
  ]);
  return {
    rows,
    position,
    figures,
    view: query.view,
    status: query.status,
    tag: query.tag,
    more: rows.length === rowsPerPage,
  };
}

// The live link keeps the list fresh: moving between threads asks for nothing again.
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
}: {
  currentUrl: URL;
  nextUrl: URL;
  formMethod?: string;
}) {
  const part = ({ searchParams }: URL) =>
    ["view", "status", "tag"].map((name) => searchParams.get(name) ?? "").join("\n");
  return formMethod !== undefined || part(currentUrl) !== part(nextUrl);
}

export default function Inbox({ loaderData }: Route.ComponentProps) {
  const shell = useOutletContext<ShellContext>();
  const { conversationId } = useParams();
  const store = useInboxStore();
  const { t } = useLingui();
  const { rows, position } = loaderData;
  useEffect(() => store?.seedRows(rows, position), [store, rows, position]);
  return (
    <>
      <title>{t`Inbox · Xin`}</title>
      <div className={conversationId === undefined ? "inbox" : "inbox has-thread"} id="content">
        <ConversationList {...loaderData} memberId={shell.member.id} openId={conversationId} />
        <Outlet context={shell} />
      </div>
    </>
  );
}
