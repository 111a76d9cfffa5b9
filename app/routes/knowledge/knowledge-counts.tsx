import { Outlet, type ShouldRevalidateFunctionArgs } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { countSources } from "#db/reads/knowledge.ts";
import { findGaps } from "#engine/knowledge/tuning/find-gaps.ts";
import type { Route } from "./+types/knowledge-counts.ts";

/** What the tabs of Knowledge count. */
export type KnowledgeCounts = { readonly sources: number; readonly unanswered: number };

export async function loader({ request, context }: Route.LoaderArgs): Promise<KnowledgeCounts> {
  const { read, services, principal } = requirePrincipal(request, context);
  const sources = await read((tx) => countSources(tx));
  const { open } = await findGaps(services.db, principal.tenantId, 7);
  return { sources, unanswered: open.length };
}

/** A slider that moves counts nothing anew. */
export const shouldRevalidate = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean =>
  formMethod === undefined &&
  currentUrl.pathname === nextUrl.pathname &&
  currentUrl.search !== nextUrl.search
    ? false
    : defaultShouldRevalidate;

/** Around every page of Knowledge: its tabs take their counts from here. */
export default function KnowledgeCountsLayout() {
  return <Outlet />;
}
