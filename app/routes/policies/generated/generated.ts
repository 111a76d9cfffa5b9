import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { generateTests } from "#engine/policy-tests/generate-tests.ts";
import { saveTests } from "#engine/policy-tests/save-test.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import type { Route } from "./+types/generated.ts";

/** Conversations that are looked at. */
const conversations = 100;

/** Tests that the newest conversations suggest for the page, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  try {
    const wanted = { policyId, conversations };
    return Response.json(await generateTests(services, principal.tenantId, wanted));
  } catch (error) {
    if (error instanceof ActionRefused && error.kind === "not_found") {
      throw data(null, { status: 404 });
    }
    throw error;
  }
}

/** Puts the chosen ones into the page, for everybody who writes there. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const { policyId } = params;
  if (!isId(policyId)) throw data(null, { status: 404 });
  const form = await request.formData();
  const lines = form.getAll("line").filter((line) => typeof line === "string");
  const locale = fieldText(form, "locale") === "zh" ? "zh" : "en";
  try {
    await saveTests(deps, envelope(crypto.randomUUID()), { policyId, locale, lines });
    return { problem: null, added: lines.length };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem, added: 0 }, { status: 422 });
  }
}
