import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Decision } from "#contract/decision.ts";
import type { SentenceBlame } from "#contract/decision-blame.ts";
import type { DecisionSummary } from "#contract/decision-summary.ts";
import { followReactions } from "#engine/decisions/follow-reactions.ts";
import { approveDraft } from "#engine/actions/approve-draft.ts";
import { proposeDraft } from "#engine/actions/propose-draft.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type ServedApi, serveApi } from "../../tests/support/serve-api.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
} from "../../tests/support/test-workspace.ts";

let api: ServedApi;
let workspace: TestWorkspace;
let policyId: string;
let conversationId: string;
const formula = '=HYPERLINK("http://evil.example","Where is it?")';

type Row = {
  readonly outcome?: Decision["outcome"];
  readonly mode?: Decision["mode"];
  readonly model?: string;
  readonly version?: number;
  readonly line?: number;
  readonly question?: string;
  readonly tools?: readonly object[];
  readonly at: string;
};

/** A decision as the reply engine records it, at a time. */
const record = async (row: Row): Promise<string> => {
  const id = newId();
  const { tenantId } = workspace;
  const {
    outcome = "sent",
    mode = "auto",
    model = "m1",
    version = null,
    question = "Where?",
    tools = [],
  } = row;
  const rules = JSON.stringify(
    row.line === undefined ? [] : [{ line: row.line, text: "Be kind." }],
  );
  await api.services.db.tenant(
    tenantId,
    (
      tx,
    ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
        outcome, model, policy_id, policy_version, rules, question, tools, created_at)
      values (${tenantId}, ${id}, ${conversationId}, 'reply', 2, 1, ${mode}, ${outcome}, ${model},
        ${version === null ? null : policyId}, ${version}, ${rules}::text::jsonb, ${question},
        ${JSON.stringify(tools)}::text::jsonb, ${row.at})`,
  );
  return id;
};

const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await serveApi();
  const { db } = api.services;
  workspace = await makeTestWorkspace(db);
  const { tenantId, deps } = workspace;
  for (const role of ["admin", "viewer"] as const) await api.addToken(tenantId, "acme", role);
  const system = systemEnvelope(tenantId, "test");
  const policy = await createPolicy(deps, system, { name: "P", text: defaultPolicyText("Acme") });
  ({ policyId } = policy);
  ({ conversationId } = await workspace.openConversation());
  ids["oldest"] = await record({ at: "2026-11-01T10:00:00.000001Z", outcome: "handed_over" });
  ids["same"] = await record({ at: "2026-11-01T10:00:00.000001Z", mode: "draft", model: "m2" });
  ids["ruled"] = await record({ at: "2026-11-02T10:00:00.123456Z", version: 1, line: 12 });
  ids["asked"] = await record({
    at: "2026-11-03T10:00:00Z",
    tools: [
      { name: "read_order", input: "{}", result: "", outcome: "answered", ms: 1 },
      { name: "close", input: "{}", result: "", outcome: "not_granted", ms: 0 },
    ],
    version: 1,
    line: 14,
    question: formula,
  });
  const drafted = await record({ at: "2026-11-04T10:00:00Z", outcome: "drafted" });
  ids["drafted"] = drafted;
  const draft = { conversationId, decisionId: drafted, text: "Two days.", citations: [] };
  await proposeDraft(
    deps,
    { ...workspace.asAi(1), decisionId: drafted },
    { ...draft, confidence: 0.5 },
  );
  const anna = await workspace.addPerson("Anna", "operator");
  await approveDraft(deps, anna.as(), { ...draft, text: "Three days." });
  await followReactions(db, tenantId);
});
afterAll(() => api?.close());

type Page = {
  readonly decisions: readonly DecisionSummary[];
  readonly total: number;
  readonly more: boolean;
};

const list = (query: Record<string, string> = {}) =>
  api.call<Page>("GET", `/api/v1/decisions?${new URLSearchParams(query)}`);

const found = async (query: Record<string, string>): Promise<readonly string[]> => {
  const { body } = await list(query);
  return body.decisions.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id) ?? id);
};

test("decisions come the newest first, page by page, and none twice", async () => {
  const seen: string[] = [];
  let place: Record<string, string> = {};
  for (let more = true; more;) {
    const { status, body } = await list({ limit: "2", ...place });
    expect([status, body.total]).toEqual([200, 5]);
    seen.push(...body.decisions.map(({ id }) => id));
    const last = body.decisions.at(-1);
    place = { beforeCreatedAt: last?.createdAt ?? "", beforeId: last?.id ?? "" };
    ({ more } = body);
  }
  expect(seen).toHaveLength(5);
  expect(new Set(seen)).toEqual(new Set(Object.values(ids)));
  expect(seen[0]).toBe(ids["drafted"]);
});

test.each([
  [{ outcome: "handed_over" }, ["oldest"]],
  [{ mode: "draft" }, ["same"]],
  [{ model: "m2" }, ["same"]],
  [{ model: "m3" }, []],
  [{ tool: "read_order" }, ["asked"]],
  [{ tool: "close", outcome: "sent" }, ["asked"]],
  [{ tool: "read" }, []],
  [{ from: "2026-11-02T00:00:00Z", to: "2026-11-03T10:00:00Z" }, ["ruled"]],
  [{ reaction: "edited" }, ["drafted"]],
  [{ reaction: "approved" }, []],
  [{ reaction: "none", from: "2026-11-03T00:00:00Z" }, ["asked"]],
  [{ kind: "undo" }, []],
])("narrows by %j", async (query, expected) => {
  expect(await found(query)).toEqual(expected);
});

test("narrows by policy, version, line and conversation", async () => {
  expect(await found({ policyId })).toEqual(["asked", "ruled"]);
  expect(await found({ policyId, policyVersion: "2" })).toEqual([]);
  expect(await found({ policyId, policyVersion: "1", ruleLine: "12" })).toEqual(["ruled"]);
  expect(await found({ conversationId })).toHaveLength(5);
  expect(await found({ conversationId: newId() })).toEqual([]);
});

test("tells what people did after, with how much they changed", async () => {
  const { body } = await list({ reaction: "edited" });
  expect(body.decisions[0]?.reactions).toMatchObject([
    { kind: "edited", editDistance: 4, draftLength: 9, by: { kind: "member", name: "Anna" } },
  ]);
});

test.each([
  ["outcome=won"],
  ["from=yesterday"],
  ["from=2026-13-99T00:00:00Z"],
  ["policyId=1"],
  ["limit=0"],
  ["limit=101"],
  ["reaction=liked"],
])("refuses %s, and names no one's data", async (query) => {
  const { status, body } = await api.call("GET", `/api/v1/decisions?${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: { kind: "invalid" } });
});

const save = async (query: string, as = "acme.admin") => {
  const response = await fetch(`${api.origin}/api/v1/decisions/export?${query}`, {
    headers: { authorization: `Bearer ${api.tokens[as] ?? as}` },
  });
  return { response, text: await response.text() };
};

test("a table opens in a spreadsheet, and no word of a visitor runs in it", async () => {
  const { response, text } = await save("format=csv");
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="decisions-/);
  expect(response.headers.get("x-xin-rows")).toBe("5");
  expect(response.headers.get("x-xin-cut")).toBe("false");
  const rows = parse(text, { bom: true, columns: true });
  expect(rows).toHaveLength(5);
  const asked = rows.find((row) => (row as { id: string }).id === ids["asked"]);
  expect(asked).toMatchObject({ question: `'${formula}`, policy_lines: "14", policy_version: "1" });
  expect(asked).toMatchObject({ tools: "read_order:answered close:not_granted" });
  expect(rows[0]).toMatchObject({ after: "edited", edit_distance: "4" });
});

test("JSON lines carry whole records, narrowed like the list", async () => {
  const { text } = await save(`format=jsonl&policyId=${policyId}`);
  const records = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Decision);
  expect(records.map(({ id }) => id)).toEqual([ids["asked"], ids["ruled"]]);
  expect(records[1]?.rules).toEqual([{ line: 12, text: "Be kind." }]);
});

test("an export is in the audit log, and is for those who may read conversations", async () => {
  await save("format=csv&outcome=sent");
  const rows = await api.services.db
    .tenant(
      workspace.tenantId,
      (tx) =>
        tx`select detail from xin.audit_log where action = 'decisions.exported' order by id desc limit 1`,
    )
    .catch((error: unknown) => [{ detail: String(error) }]);
  expect(rows[0]?.["detail"]).toMatchObject({ format: "csv", rows: 3, outcome: "sent" });
  expect((await save("format=csv", "nobody")).response.status).toBe(401);
  expect((await save("format=csv", "acme.viewer")).response.status).toBe(200);
});

test("sent answers that were drawn are looked at once, by who may, and count", async () => {
  const checks = "/api/v1/retrieval/checks";
  const waiting = async (as?: string) =>
    (
      await api.call<{ waiting: number; answers: { decisionId: string }[] }>(
        "GET",
        checks,
        as ? { as } : {},
      )
    ).body;
  expect(await waiting()).toEqual({ waiting: 0, answers: [] });
  const id = await record({ at: new Date().toISOString(), question: "Is it drawn?" });
  const drawn = id.replace(/..$/, "00");
  await api.services.db.tenant(
    workspace.tenantId,
    (tx) =>
      tx`update xin.decisions set id = ${drawn}, scoring = 'test', answer = 'It is.' where id = ${id}`,
  );
  const shown = { decisionId: drawn, conversationId, question: "Is it drawn?", answer: "It is." };
  expect(await waiting("acme.viewer")).toEqual({ waiting: 1, answers: [shown] });
  const check = (one: string, body: unknown, as?: string) =>
    api.call("PUT", `${checks}/${one}`, { body, ...(as && { as }) });
  expect((await check(drawn, { isRight: true }, "acme.viewer")).status).toBe(403);
  expect((await check(drawn, { isRight: "yes" })).status).toBe(400);
  expect((await check(newId(), { isRight: true })).status).toBe(404);
  expect((await check(drawn, { isRight: false })).status).toBe(204);
  expect((await check(drawn, { isRight: true })).status).toBe(409);
  expect(await waiting()).toEqual({ waiting: 0, answers: [] });
});

test("a sentence of an answer is led back to its passage and to the line of the policy", async () => {
  const id = await record({
    at: "2026-10-01T10:00:00Z",
    version: 1,
    question: "How many days do I have to return something?",
  });
  const passages = [
    {
      n: 1,
      chunkId: newId(),
      sourceId: newId(),
      title: "Returns",
      heading: null,
      text: "We are a shop. You can return anything within 30 days of delivery.",
      lexical: 0.8,
      vector: 0.7,
      score: 0.9,
      url: null,
    },
  ];
  const guidance = "Things can be returned within 30 days of delivery.";
  const text = `${defaultPolicyText("Acme")}\n## Returns\n\n- ${guidance}\n`;
  const system = systemEnvelope(workspace.tenantId, "test");
  const page = await createPolicy(workspace.deps, system, { name: "Returns", text });
  const answer = "You can return anything within 30 days [1].\n\nBye!";
  await api.services.db.tenant(
    workspace.tenantId,
    (tx) => tx`update xin.decisions set policy_id = ${page.policyId}, answer = ${answer},
      passages = ${JSON.stringify(passages)}::text::jsonb where id = ${id}`,
  );
  type Blame = { readonly sentences: readonly SentenceBlame[] };
  const { status, body } = await api.call<Blame>("GET", `/api/v1/decisions/${id}/blame`);
  expect(status).toBe(200);
  expect(body.sentences).toMatchObject([
    {
      sentence: "You can return anything within 30 days.",
      passages: [
        { n: 1, title: "Returns", says: "You can return anything within 30 days of delivery." },
      ],
      faults: [],
      paragraph: {
        line: text.split("\n").indexOf(`- ${guidance}`) + 1,
        text: guidance,
        section: "guidance",
        by: "nearest",
      },
    },
    { sentence: "Bye!", passages: [], faults: [], paragraph: null },
  ]);
  const none = await api.call("GET", `/api/v1/decisions/${newId()}/blame`);
  expect(none.status).toBe(404);
  const { body: empty } = await api.call("GET", `/api/v1/decisions/${ids["oldest"]}/blame`);
  expect(empty).toEqual({ sentences: [] });
});
