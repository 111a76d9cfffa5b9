import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamBehaviour } from "#app/server/stream-behaviour.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import type { CompareBehaviour } from "#engine/behaviour/compare-behaviour.ts";
import { estimateBehaviour } from "#engine/behaviour/estimate-behaviour.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import { readPolicyRef } from "../read-policy-ref.ts";
import type { Route } from "./+types/behaviour.ts";

/** What asking would cost, as JSON. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const { searchParams } = new URL(request.url);
  const wanted = wantedOf(params.policyId, (name) => searchParams.get(name) ?? "");
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  return orNotFound(async () =>
    Response.json(await estimateBehaviour(services, principal.tenantId, wanted)),
  );
}

/** Asks the same questions under two versions and answers lines of JSON: each as it is answered, then the sums. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal } = requirePrincipal(request, context);
  const form = await request.formData();
  const wanted = wantedOf(params.policyId, (name) => fieldText(form, name));
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  return orNotFound(() => streamBehaviour(services, principal.tenantId, wanted, request.signal));
}

/** What is to be compared. Throws 404 for what names no versions. */
const wantedOf = (policyId: string, field: (name: string) => string): CompareBehaviour => {
  const before = readPolicyRef(field("before"));
  const version = Number(field("after"));
  if (!isId(policyId) || before === null || !Number.isSafeInteger(version)) {
    throw data(null, { status: 404 });
  }
  const conversations = Math.max(0, Math.trunc(Number(field("conversations"))) || 0);
  return { before, after: { policyId, version }, conversations };
};

const orNotFound = async (answer: () => Promise<Response>): Promise<Response> => {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ActionRefused && error.kind === "not_found") {
      throw data(null, { status: 404 });
    }
    throw error;
  }
};
