import { afterAll, beforeAll, expect, test } from "vitest";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
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
  const system = systemEnvelope(tenantId, "test");
  const made = { name: "P", text: defaultPolicyText("Acme") };
  ({ policyId } = await createPolicy(deps, system, made));
});
afterAll(() => api.close());

const protection = { production: true, canary: false, rollbackAlone: true };
const requests = async () => {
  const answer = await api.call<{ requests: PublishRequest[] }>("GET", "/api/v1/policies/requests");
  expect(answer.status).toBe(200);
  return answer.body.requests;
};

test("a pointer is protected by an admin, publishing asks, and who asked withdraws", async () => {
  const path = "/api/v1/policies/protection";
  const refused = await api.call("PUT", path, { as: "acme.author", body: protection });
  expect([refused.status, (await api.call("GET", path)).body]).toEqual([
    403,
    { production: false, canary: false, rollbackAlone: true },
  ]);
  const wrong = await api.call("PUT", path, { body: { production: "yes" } });
  expect(wrong.status).toBe(400);
  expect((await api.call("PUT", path, { body: protection })).status).toBe(204);
  expect((await api.call("GET", path, { as: "acme.viewer" })).body).toEqual(protection);

  const asked = await api.call<{ requestId: string }>(
    "POST",
    `/api/v1/policies/${policyId}/versions/1/publish`,
    { as: "acme.author", body: { override: "No tests are needed here." } },
  );
  const { requestId } = asked.body;
  expect(asked).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await requests()).toMatchObject([
    {
      id: requestId,
      state: "open",
      pointer: "production",
      answering: null,
      askedBy: "acme author",
    },
  ]);
  expect((await api.call("GET", "/api/v1/policies/pointers")).body).toMatchObject({
    production: null,
  });

  const withdraw = (as: string) =>
    api.call("DELETE", `/api/v1/policies/requests/${requestId}`, { as });
  expect(await withdraw("acme.admin")).toMatchObject({
    status: 403,
    body: { error: { message: expect.stringContaining("Decline it instead") } },
  });
  expect((await withdraw("acme.viewer")).status).toBe(403);
  expect((await withdraw("acme.author")).status).toBe(204);
  expect((await withdraw("acme.author")).status).toBe(409);
  expect(await requests()).toMatchObject([{ state: "withdrawn", settledBy: "acme author" }]);
  const none = await api.call("DELETE", `/api/v1/policies/requests/${crypto.randomUUID()}`);
  expect(none.status).toBe(404);
});
