import { afterAll, beforeAll, expect, test } from "vitest";
import type { BehaviourLine } from "#engine/behaviour/behaviour-diff.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import { makeTestWorkspace } from "../../tests/support/test-workspace.ts";

let api: ServedApi;
let policyId: string;

const page = (rules: string) =>
  `---\nmode: auto\n---\n# Help\n\nAnswer.\n\n## Rules\n\n${rules}\n## Tests\n\n- Asked "My lamp is broken", it hands over.\n- Asked "When are you open?", it answers.\n`;
const open = '- When someone mentions "open", then answer: From nine to six.\n';
const broken = '- When someone mentions "broken", then hand over.\n';

beforeAll(async () => {
  api = await serveApi();
  const { db } = api.services;
  const workspace = await makeTestWorkspace(db);
  const { tenantId } = workspace;
  await api.addToken(tenantId, "acme", "author");
  await api.addToken(tenantId, "acme", "operator");
  const author = systemEnvelope(tenantId, "test");
  ({ policyId } = await createPolicy(workspace.deps, author, { name: "Help", text: page(open) }));
  const text = page(open.replace("six", "seven") + broken);
  await savePolicyVersion(workspace.deps, author, { policyId, text, note: null });
});
afterAll(() => api?.close());

const compare = (
  body: unknown,
  { as = "acme.author", version = 2, signal = null as AbortSignal | null } = {},
) =>
  fetch(`${api.origin}/api/v1/policies/${policyId}/versions/${version}/compare`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.tokens[as]}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
const before = () => ({ policyId, version: 1 });

test("each question is told as it is answered, then the sums", async () => {
  const response = await compare({ before: before(), conversations: 0 });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "application/x-ndjson",
  ]);
  const lines = (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as BehaviourLine);
  expect(lines.map(({ type }) => type)).toEqual(["change", "change", "end"]);
  const changes = lines.flatMap((line) => (line.type === "change" ? [line.change] : []));
  expect(changes.toSorted((one, other) => one.index - other.index)).toMatchObject([
    {
      question: "My lamp is broken",
      changed: { outcome: false },
      after: { outcome: "handed_over" },
    },
    {
      question: "When are you open?",
      changed: { answer: true, outcome: false },
      before: { outcome: "sent", text: "From nine to six." },
      after: { outcome: "sent", text: "From nine to seven." },
    },
  ]);
  expect(lines.at(-1)).toMatchObject({ sums: { questions: 2, outcomes: 0, failed: 0 } });
});

test("it is for who writes policies, of versions there are, and about a number of conversations", async () => {
  const refusals = await Promise.all([
    compare({ before: before(), conversations: 0 }, { as: "acme.operator" }),
    compare({ before: before(), conversations: 0 }, { version: 9 }),
    compare({ before: { policyId: crypto.randomUUID(), version: 1 }, conversations: 0 }),
    compare({ before: before(), conversations: 201 }),
    compare({ before: before() }),
  ]);
  const told = await Promise.all(
    refusals.map(async (response) => {
      const { error } = (await response.json()) as { error: { kind: string } };
      return [response.status, error.kind];
    }),
  );
  expect(told).toEqual([
    [403, "forbidden"],
    [404, "not_found"],
    [404, "not_found"],
    [400, "invalid"],
    [400, "invalid"],
  ]);
});
