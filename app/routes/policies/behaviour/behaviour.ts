import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamBehaviour } from "#app/server/stream-behaviour.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import { readPolicyRef } from "../read-policy-ref.ts";
import type { Route } from "./+types/behaviour.ts";

/** Asks the same questions under two versions and answers lines of JSON: each as it is answered, then the sums. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const { policyId } = params;
  const form = await request.formData();
  const before = readPolicyRef(fieldText(form, "before"));
  const version = Number(form.get("after"));
  if (!isId(policyId) || before === null || !Number.isSafeInteger(version)) {
    throw data(null, { status: 404 });
  }
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  const conversations = Math.max(0, Math.trunc(Number(form.get("conversations"))) || 0);
  const wanted = { before, after: { policyId, version }, conversations };
  try {
    return await streamBehaviour(services, principal.tenantId, wanted, request.signal);
  } catch (error) {
    if (error instanceof ActionRefused && error.kind === "not_found") {
      throw data(null, { status: 404 });
    }
    throw error;
  }
}
