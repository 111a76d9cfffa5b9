import { Trans, useLingui } from "@lingui/react/macro";
import { Outlet, useParams } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { HelpLink } from "#app/ui/help-link.tsx";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecisionChoices } from "#db/reads/decision-choices.ts";
import { countDecisions, readDecisionList } from "#db/reads/decision-list.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/decisions.ts";
import { rowsPerPage } from "./decision-address.ts";
import { DecisionFilters } from "./decision-filters.tsx";
import { DecisionTable } from "./decision-table.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { ListFoot } from "./list-foot.tsx";
import { NoDecisions } from "./no-decisions.tsx";
import { UndoMany } from "./undo/undo-many.tsx";
import { placeOf } from "./read-place.ts";

/** Decisions are counted up to here: nobody pages through more. */
const mostCounted = 10_001;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, principal } = requirePrincipal(request, context);
  const place = placeOf(new URL(request.url).searchParams);
  const { filter, after } = place;
  return read(async (tx) => {
    const { conversationId } = filter;
    const found = await readDecisionList(tx, filter, { after, limit: rowsPerPage + 1 });
    const conversation =
      typeof conversationId === "string"
        ? await readConversationRow(tx, conversationId, principal.memberId)
        : null;
    return {
      place,
      decisions: found.slice(0, rowsPerPage),
      more: found.length > rowsPerPage,
      total: await countDecisions(tx, filter, mostCounted),
      choices: await readDecisionChoices(tx),
      mayUndoMany: may(principal.role, "decisions.undo-many"),
      subject: conversation?.subject ?? null,
    };
  });
}

// Opening a decision beside the list asks for the same list again.
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formMethod,
}: {
  currentUrl: URL;
  nextUrl: URL;
  formMethod?: string;
}) {
  return formMethod !== undefined || currentUrl.search !== nextUrl.search;
}

export default function Decisions({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { decisionId = null } = useParams();
  const { place, decisions, more, total, choices, subject, mayUndoMany } = loaderData;
  const { filter } = place;
  return (
    <div className={decisionId === null ? "page decisions" : "page decisions has-record"}>
      <title>{t`Decisions · Xin`}</title>
      <main className="decisions-main" id="content">
        <header className="bar page-bar">
          <h1>
            <Trans>Decisions</Trans>
          </h1>
          <HelpLink to="why-an-answer" />
          <span className="end row">
            {mayUndoMany ? <UndoMany filter={filter} /> : null}
            <ExportMenu filter={filter} />
          </span>
        </header>
        <div className="page-body">
          <DecisionFilters filter={filter} choices={choices} subject={subject} />
          {decisions.length === 0 ? (
            <NoDecisions filter={filter} />
          ) : (
            <DecisionTable decisions={decisions} place={place} openId={decisionId} />
          )}
          <ListFoot
            place={place}
            shown={decisions.length}
            total={Math.min(total, mostCounted - 1)}
            isMore={total === mostCounted}
            next={more ? (decisions.at(-1) ?? null) : null}
          />
        </div>
      </main>
      <Outlet context={loaderData} />
    </div>
  );
}
