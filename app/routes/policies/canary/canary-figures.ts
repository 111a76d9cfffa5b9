import { requirePrincipal } from "#app/server/require-principal.ts";
import { readCanaryComparison } from "#engine/policy-canary/read-canary-comparison.ts";
import type { Route } from "./+types/canary-figures.ts";

/** How the canary does beside production as JSON, for a page that shows it while it changes. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  return { comparison: await read(readCanaryComparison) };
}
