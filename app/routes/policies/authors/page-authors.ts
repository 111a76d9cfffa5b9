import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { maxPolicyLength } from "#engine/policy/parse-policy.ts";
import { readPageBlame } from "#engine/policy-blame/read-policy-blame.ts";
import type { Route } from "./+types/page-authors.ts";

/** Who wrote which line of a page as it stands in somebody's editor, as JSON. It is only read: nothing is stored. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { read } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const text = fieldText(await request.formData(), "text").slice(0, maxPolicyLength);
  try {
    return Response.json(await read((tx) => readPageBlame(tx, policyId, text)));
  } catch (error) {
    if (toWireError(error).kind === "not_found") throw data(null, { status: 404 });
    throw error;
  }
}
