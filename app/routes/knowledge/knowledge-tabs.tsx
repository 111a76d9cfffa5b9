import { Trans, useLingui } from "@lingui/react/macro";
import { NavLink, useRouteLoaderData } from "react-router";
import type { KnowledgeCounts } from "./knowledge-counts.tsx";

/** Sources, Unanswered, Retrieval: the pages of Knowledge, with what is on each. */
export function KnowledgeTabs() {
  const { t } = useLingui();
  const counts = useRouteLoaderData<KnowledgeCounts>("knowledge-counts");
  return (
    <nav className="tabs page-tabs" aria-label={t`Knowledge`}>
      <NavLink to="/knowledge" end className={({ isActive }) => (isActive ? "on" : "")}>
        <Trans>Sources</Trans> <span className="cnt">{counts?.sources}</span>
      </NavLink>
      <NavLink to="/knowledge/unanswered" className={({ isActive }) => (isActive ? "on" : "")}>
        <Trans>Unanswered</Trans> <span className="cnt">{counts?.unanswered}</span>
      </NavLink>
      <NavLink to="/knowledge/retrieval" className={({ isActive }) => (isActive ? "on" : "")}>
        <Trans>Retrieval</Trans>
      </NavLink>
    </nav>
  );
}
