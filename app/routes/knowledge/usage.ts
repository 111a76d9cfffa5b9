import { requirePrincipal } from "#app/server/require-principal.ts";
import { readSourceUsage } from "#db/reads/source-usage.ts";
import type { Route } from "./+types/usage.ts";

/** How often the sources were answered from, as JSON: counted apart, so that the list never waits for it. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  return read(readSourceUsage);
}

/** Counting goes through a week of answers: not for every click. */
export const shouldRevalidate = () => false;
