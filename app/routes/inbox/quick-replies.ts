import { requirePrincipal } from "#app/server/require-principal.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { parsePolicy } from "#engine/policy/parse-policy.ts";
import type { Route } from "./+types/quick-replies.ts";

/** The quick replies of the policy that answers visitors, as JSON, in the order of the policy. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const policy = await read(readProductionPolicy);
  const parsed = policy === null ? null : parsePolicy(policy.text);
  return Response.json(parsed?.ok === true ? parsed.policy.quickReplies : []);
}
