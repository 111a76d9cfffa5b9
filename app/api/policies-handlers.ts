import { Effect } from "effect";
import { HttpServerRequest, HttpServerResponse } from "effect/http";
import { HttpApiBuilder } from "effect/http-api";
import { streamBehaviour } from "#app/server/stream-behaviour.ts";
import { readPolicies, readPolicyVersion, readPolicyVersions } from "#db/reads/policies.ts";
import { readStoppedCanary } from "#db/reads/policy-moves.ts";
import { readPointerProtection } from "#db/reads/pointer-protection.ts";
import { readPublishRequests } from "#db/reads/publish-requests.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { readPolicyBlame } from "#engine/policy-blame/read-policy-blame.ts";
import { readPolicyDiff } from "#engine/policy-diff/read-policy-diff.ts";
import { readCanaryComparison } from "#engine/policy-canary/read-canary-comparison.ts";
import { canaryTested } from "#engine/policy-tests/canary-tested.ts";
import { generateTests } from "#engine/policy-tests/generate-tests.ts";
import { publishTested } from "#engine/policy-tests/publish-tested.ts";
import { readShadowState } from "#engine/policy-shadow/read-shadow-state.ts";
import { protectPointers } from "#engine/policy/protect-pointers.ts";
import { saveTests } from "#engine/policy-tests/save-test.ts";
import { readPointers } from "#engine/policy/read-pointers.ts";
import { endCanary } from "#engine/policy/set-canary.ts";
import { startCanaryAgain } from "#engine/policy/start-canary-again.ts";
import { endShadow, setShadow } from "#engine/policy/set-shadow.ts";
import { withdrawRequest } from "#engine/policy/settle-request.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller, lookAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the policies group. */
export const policiesHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "policies", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: () =>
          readAsCaller(services, "policies.read", async (tx) => ({
            policies: await readPolicies(tx),
          })),
        versions: ({ params }) =>
          readAsCaller(services, "policies.read", async (tx) => {
            const versions = await readPolicyVersions(tx, params.policyId);
            // A policy is made with its first version: none means that there is no such policy.
            if (versions.length === 0) throw notFound("policy");
            return { versions };
          }),
        version: ({ params }) =>
          readAsCaller(services, "policies.read", async (tx) => {
            const version = await readPolicyVersion(tx, params.policyId, params.version);
            if (version === null) throw notFound("version");
            return version;
          }),
        blame: ({ params }) =>
          readAsCaller(services, "policies.read", async (tx) => {
            const blame = await readPolicyBlame(tx, params.policyId, params.version);
            const lines = blame.lines.map(({ typedBy, ...line }) => ({
              ...line,
              typedBy: typedBy.map(({ name }) => name),
            }));
            return { ...blame, lines };
          }),
        diff: ({ params, payload }) =>
          readAsCaller(services, "policies.read", (tx) =>
            readPolicyDiff(tx, params.policyId, payload),
          ),
        compare: ({ params, payload }) =>
          Effect.gen(function* () {
            const request = yield* HttpServerRequest.HttpServerRequest;
            const { signal } = yield* Effect.orDie(HttpServerRequest.toWeb(request));
            return yield* lookAsCaller(services, "policies.write", async (tenantId) =>
              HttpServerResponse.fromWeb(
                await streamBehaviour(services, tenantId, { after: params, ...payload }, signal),
              ),
            );
          }),
        generatedTests: ({ params: { policyId }, query: { conversations = 50 } }) =>
          lookAsCaller(services, "policies.write", (tenantId) =>
            generateTests(services, tenantId, { policyId, conversations }),
          ),
        addTests: ({ params: { policyId }, payload: { lines, locale = "en" } }) =>
          actAsCaller(services, async (envelope) => {
            await saveTests(services, envelope, { policyId, lines, locale });
            return { added: lines.length };
          }),
        canary: () =>
          readAsCaller(services, "policies.read", async (tx) => ({
            comparison: await readCanaryComparison(tx),
          })),
        pointers: () => readAsCaller(services, "policies.read", readPointers),
        publish: ({ params, payload: { override = null, ...wanted } }) =>
          actAsCaller(services, async (envelope) => {
            const { version, requestId } = await publishTested(services, envelope, {
              ...wanted,
              ...params,
              override,
            });
            return { version, requestId };
          }),
        setCanary: ({ payload: { override = null, ...wanted } }) =>
          actAsCaller(services, (envelope) =>
            canaryTested(services, envelope, { ...wanted, override }),
          ),
        endCanary: () =>
          actAsCaller(services, async (envelope) => {
            await endCanary(services, envelope);
            return { canary: null };
          }),
        stoppedCanary: () =>
          readAsCaller(services, "policies.read", async (tx) => ({
            stopped: await readStoppedCanary(tx),
          })),
        startCanaryAgain: ({ params }) =>
          actAsCaller(services, (envelope) => startCanaryAgain(services, envelope, params)),
        setShadow: ({ payload }) =>
          actAsCaller(services, (envelope) => setShadow(services, envelope, payload)),
        shadow: () => readAsCaller(services, "shadow.read", readShadowState),
        endShadow: () =>
          actAsCaller(services, async (envelope) => {
            await endShadow(services, envelope);
            return { shadow: null };
          }),
        protection: () => readAsCaller(services, "policies.read", readPointerProtection),
        protect: ({ payload }) =>
          actAsCaller(services, (envelope) => protectPointers(services, envelope, payload)),
        requests: () =>
          readAsCaller(services, "policies.read", async (tx) => ({
            requests: await readPublishRequests(tx),
          })),
        withdraw: ({ params }) =>
          actAsCaller(services, (envelope) => withdrawRequest(services, envelope, params)),
      }),
    ),
  );

const notFound = (what: string) =>
  new ActionRefused({ kind: "not_found", message: `There is no such ${what}.` });
