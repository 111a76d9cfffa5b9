import { afterAll, beforeAll, expect, test } from "vitest";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTestWorkspace } from "../../tests/support/test-workspace.ts";

let api: ServedApi;
let policyId: string;

beforeAll(async () => {
  api = await serveApi();
  const { tenantId, deps } = await makeTestWorkspace(api.services.db);
  for (const role of ["admin", "author", "viewer"] as const) {
    await api.addToken(tenantId, "acme", role);
  }
  const made = { name: "P", text: defaultPolicyText("Acme") };
  ({ policyId } = await createPolicy(deps, systemEnvelope(tenantId, "test"), made));
});
afterAll(() => api.close());

test("a version is put into the shadow, compared and taken out again", async () => {
  const path = "/api/v1/policies/shadow";
  const set = (body: object, as = "acme.author") => api.call("PUT", path, { as, body });
  const none = { shadow: null, comparison: null };
  expect(await api.call("GET", path)).toMatchObject({ status: 200, body: none });
  expect(await set({ policyId, version: 1, share: 2 })).toMatchObject({
    status: 400,
    body: { error: { message: "A shadow has a share of 1 to 100 %." } },
  });
  expect((await set({ policyId, version: 7, share: 1 })).status).toBe(404);
  expect((await set({ policyId, version: 1, share: 1 }, "acme.viewer")).status).toBe(403);
  expect(await set({ policyId, version: 1, share: 0.5 })).toMatchObject({
    status: 200,
    body: { share: 0.5 },
  });
  expect((await api.call("GET", path)).body).toMatchObject({
    shadow: { policyId, version: 1, share: 0.5, movedBy: "acme author" },
    comparison: { decided: 0, sameOutcome: 0, shadowUsd: 0 },
  });
  expect((await api.call("GET", path, { as: "acme.viewer" })).status).toBe(403);
  const pointers = await api.call("GET", "/api/v1/policies/pointers");
  expect(pointers.body).toMatchObject({ production: null, shadow: { version: 1 } });
  expect((await api.call("DELETE", path)).status).toBe(200);
  expect((await api.call("GET", path)).body).toEqual(none);
});
