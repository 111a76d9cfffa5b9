import { afterAll, beforeAll, expect, test } from "vitest";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { lockedDoc } from "#engine/docs/locked-doc.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTestWorkspace, type TestWorkspace } from "../../tests/support/test-workspace.ts";

let api: ServedApi;
let workspace: TestWorkspace;
let policyId: string;
beforeAll(async () => {
  api = await serveApi();
  workspace = await makeTestWorkspace(api.services.db);
  const { tenantId, deps } = workspace;
  for (const role of ["author", "operator"] as const) await api.addToken(tenantId, "acme", role);
  const made = { name: "Help", text: defaultPolicyText("Acme") };
  ({ policyId } = await createPolicy(deps, systemEnvelope(tenantId, "test"), made));
});
afterAll(() => api?.close());

test("tests are put into the page that people write, all or none, by who may write it", async () => {
  const call = (body: unknown, as = "acme.author") =>
    api.call("POST", `/api/v1/policies/${policyId}/tests`, { body, as });
  const line = '- Asked "How long is delivery?", it drafts.';
  const other = "- 问“多久送到？”，起草。";
  expect(await call({ lines: [line, other], locale: "zh" })).toMatchObject({
    status: 200,
    body: { added: 2 },
  });
  const refusals = await Promise.all([
    call({ lines: [line] }),
    call({ lines: ["- Asked nothing"] }),
    call({ lines: [] }),
    call({ lines: [line] }, "acme.operator"),
  ]);
  expect(refusals.map(({ status }) => status)).toEqual([409, 400, 400, 403]);
  const page = await api.services.db.tenant(workspace.tenantId, (tx) =>
    lockedDoc(tx, { kind: "policy", id: policyId }),
  );
  expect(page?.text.toJSON()).toBe(`${defaultPolicyText("Acme")}\n## 测试\n\n${line}\n${other}\n`);
  const suggested = await api.call("GET", `/api/v1/policies/${policyId}/generated-tests`, {
    as: "acme.author",
  });
  expect(suggested.body).toEqual({ tests: [], conversations: 0, known: 0 });
});
