import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { compareOnSaved } from "#engine/knowledge/embedding/compare-on-saved.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/compare.ts";
import { problemText } from "./problem-text.ts";

/** Some saved questions asked of a model and of the one that answers. `from` is the place to begin at. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, services } = requirePrincipal(request, context);
  const { searchParams } = new URL(request.url);
  const modelId = searchParams.get("model") ?? "";
  const from = Number(searchParams.get("from") ?? 0);
  try {
    assertMay(principal.role, "knowledge.read");
    const place = Number.isInteger(from) && from >= 0 && from <= 1000 ? from : 0;
    const chosen = { modelId, from: place };
    const comparison = await compareOnSaved(services.db, principal.tenantId, chosen);
    return { problem: null, comparison };
  } catch (error) {
    const problem = problemText(error, context.get(requestContext).locale);
    if (problem === null) throw error;
    return data({ problem, comparison: null }, { status: 422 });
  }
}
