import { data } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamLines } from "#app/server/stream-lines.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { compareBehaviour } from "#engine/behaviour/compare-behaviour.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import { readPolicyRef } from "../read-policy-ref.ts";
import type { Route } from "./+types/behaviour.ts";
import type { BehaviourLine } from "./behaviour-line.ts";

/** Asks the same questions under two versions and answers lines of JSON: each as it is answered, then the sums. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal, read } = requirePrincipal(request, context);
  const { policyId } = params;
  const form = await request.formData();
  const before = readPolicyRef(fieldText(form, "before"));
  const version = Number(form.get("after"));
  if (!isId(policyId) || before === null || !Number.isSafeInteger(version)) {
    throw data(null, { status: 404 });
  }
  const after = { policyId, version };
  const isThere = await read(
    async (tx) =>
      (await readPolicyVersion(tx, before.policyId, before.version)) !== null &&
      (await readPolicyVersion(tx, policyId, version)) !== null,
  );
  if (!isThere) throw data(null, { status: 404 });
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  const conversations = Math.max(0, Math.trunc(Number(form.get("conversations"))) || 0);
  return streamLines(request, async (write: (line: BehaviourLine) => void) => {
    try {
      const sums = await compareBehaviour(
        services,
        principal.tenantId,
        { before, after, conversations },
        (change) => write({ type: "change", change }),
        request.signal,
      );
      write({ type: "end", sums });
    } catch (error) {
      if (request.signal.aborted) return;
      const problem = toWireError(error);
      if (problem.kind === "internal") {
        services.log.error({ err: error }, "comparing versions failed");
      }
      write({ type: "problem", problem });
    }
  });
}
