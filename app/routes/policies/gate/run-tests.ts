import { data } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { streamLines } from "#app/server/stream-lines.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { runVersionTests } from "#engine/policy-tests/run-version-tests.ts";
import { parsePolicy } from "#engine/policy/parse-policy.ts";
import { mayWritePolicies } from "../may-write-policies.ts";
import type { Route } from "./+types/run-tests.ts";
import type { TestLine } from "./use-test-run.ts";

/** Runs the tests of a version and answers lines of JSON: how many there are, each as it ends, then the sum. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { services, principal, read } = requirePrincipal(request, context);
  const { policyId } = params;
  const number = Number(params.version);
  if (!isId(policyId) || !Number.isSafeInteger(number)) throw data(null, { status: 404 });
  const version = await read((tx) => readPolicyVersion(tx, policyId, number));
  if (version === null) throw data(null, { status: 404 });
  if (!mayWritePolicies(principal.role)) throw data(null, { status: 403 });
  return streamLines(request, async (write: (line: TestLine) => void) => {
    const parsed = parsePolicy(version.text);
    write({ type: "begin", tests: parsed.ok ? parsed.policy.tests.length : 0 });
    try {
      const { tenantId } = principal;
      const onResult = (result: Extract<TestLine, { type: "result" }>["result"]) =>
        write({ type: "result", result });
      const summary = await runVersionTests(
        services,
        tenantId,
        version.text,
        onResult,
        request.signal,
      );
      write({ type: "end", summary });
    } catch (error) {
      if (request.signal.aborted) return;
      const problem = toWireError(error);
      if (problem.kind === "internal") services.log.error({ err: error }, "running tests failed");
      write({ type: "problem", problem });
    }
  });
}
