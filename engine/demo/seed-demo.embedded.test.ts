import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { readConversationRows } from "#db/reads/conversations.ts";
import { readDecisions } from "#db/reads/decisions.ts";
import { readEvents } from "#db/reads/events.ts";
import { readSources } from "#db/reads/knowledge.ts";
import { readMembers } from "#db/reads/members.ts";
import {
  readPolicies,
  readPolicyVersion,
  readPolicyVersions,
  readProductionPolicy,
} from "#db/reads/policies.ts";
import { readPolicyMoves } from "#db/reads/policy-moves.ts";
import { readDocThreads } from "#db/reads/doc-threads.ts";
import { listTenants } from "#db/reads/tenants.ts";
import { type TestServices, openTestServices } from "../../tests/support/test-services.ts";
import { runPolicyTests } from "../policy-tests/run-policy-tests.ts";
import { channelByKey } from "../tenancy/visitor-sessions.ts";
import { seedDemo } from "./seed-demo.ts";

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

let services: TestServices;
let seeded: boolean;
const ids = new Map<string, string>();

beforeAll(async () => {
  services = await openTestServices();
  seeded = await seedDemo(services, projectFolder);
  for (const { slug, id } of await services.db.lookup(listTenants)) ids.set(slug, id);
});
afterAll(() => services?.close());

const rowsOf = (slug: string): Promise<ConversationRow[]> =>
  services.db.tenant(ids.get(slug) ?? "", async (tx) => {
    const members = await readMembers(tx);
    const owner = members.find((member) => member.email === "you@example.com");
    const page = { view: "all", limit: 100, memberId: owner?.id ?? null } as const;
    return [
      ...(await readConversationRows(tx, { ...page, status: "open" })),
      ...(await readConversationRows(tx, { ...page, status: "resolved" })),
    ];
  });

test("makes the two workspaces with their widgets", async () => {
  expect(seeded).toBe(true);
  expect([...ids.keys()]).toEqual(["xin", "tarnmoor"]);
  const shop = await channelByKey(services.db, "demo_tarnmoor");
  expect(shop).toMatchObject({ tenantSlug: "tarnmoor", look: { brand: "#2f4a3a" } });
  expect(await channelByKey(services.db, "demo_xin_help")).toMatchObject({ tenantSlug: "xin" });
});

test.each([
  ["xin", 5],
  ["tarnmoor", 7],
] as const)("%s answers by itself from articles in both languages", async (slug, version) => {
  const { sources, policy } = await services.db.tenant(ids.get(slug) ?? "", async (tx) => ({
    sources: await readSources(tx),
    policy: await readProductionPolicy(tx),
  }));
  expect(policy).toMatchObject({ version, authorName: "Priya Nair" });
  expect(policy?.text).toContain("mode: auto");
  expect(new Set(sources.map((source) => source.state))).toEqual(new Set(["live"]));
  for (const lang of ["en", "zh"]) {
    expect(sources.filter((source) => source.lang === lang).length).toBeGreaterThanOrEqual(13);
  }
});

const policiesOf = (slug: string) =>
  services.db.tenant(ids.get(slug) ?? "", async (tx) => {
    const moves = await readPolicyMoves(tx);
    const policies = await readPolicies(tx);
    return Promise.all(
      policies.map(async ({ id, name }) => ({
        id,
        name,
        versions: await readPolicyVersions(tx, id),
        moves: moves.filter(({ policyId }) => policyId === id),
        threads: await readDocThreads(tx, { kind: "policy", id }),
      })),
    );
  });

test("each page has versions by several people over some weeks, and talk about it", async () => {
  const policies = [...(await policiesOf("xin")), ...(await policiesOf("tarnmoor"))];
  expect(policies.map(({ name, versions }) => [name, versions.length])).toEqual([
    ["Questions about Xin", 5],
    ["Help desk", 7],
    ["中文客服", 6],
  ]);
  for (const { versions, moves, threads } of policies) {
    const times = versions.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const days = (Date.parse(times[0] ?? "") - Date.parse(times.at(-1) ?? "")) / 86_400_000;
    expect(days).toBeGreaterThan(20);
    expect(new Set(versions.map(({ authorName }) => authorName)).size).toBeGreaterThan(1);
    expect(versions.filter(({ note }) => note === null)).toEqual([]);
    expect(moves.some(({ pointer }) => pointer === "canary")).toBe(true);
    expect(threads.some(({ sort, state }) => sort === "suggestion" && state === "open")).toBe(true);
    expect(threads.some(({ comments }) => comments.length > 1)).toBe(true);
    for (const { comments } of threads) {
      for (const { at } of comments) expect(at < new Date().toISOString()).toBe(true);
    }
  }
  const answered = policies
    .flatMap(({ threads }) => threads)
    .filter((one) => one.sort === "comment");
  expect(answered.filter(({ state }) => state === "resolved")).toHaveLength(2);
});

test("the tests of its pages end as the audit log says they did", async () => {
  for (const slug of ["xin", "tarnmoor"]) {
    const tenantId = ids.get(slug) ?? "";
    const gates = await services.db.tenant(
      tenantId,
      (tx) => tx<{ policyId: string; detail: Readonly<Record<string, number | string>> }[]>`
        select target as "policyId", detail from xin.audit_log
        where action in ('policy.publish', 'policy.set-canary') order by at`,
    );
    expect(gates.length).toBeGreaterThan(3);
    for (const { policyId, detail } of gates) {
      const version = await services.db.tenant(tenantId, (tx) =>
        readPolicyVersion(tx, policyId, Number(detail.version)),
      );
      const { passed, failed } = await runPolicyTests(
        services.replay,
        tenantId,
        version?.text ?? "",
      );
      expect({ version: detail.version, passed, failed }).toEqual({
        version: detail.version,
        passed: detail.testsPassed,
        failed: detail.testsFailed,
      });
    }
    for (const { id, versions } of await policiesOf(slug)) {
      const newest = await services.db.tenant(tenantId, (tx) =>
        readPolicyVersion(tx, id, versions[0]?.version ?? 0),
      );
      const { failed } = await runPolicyTests(services.replay, tenantId, newest?.text ?? "");
      expect(failed).toBe(0);
    }
  }
});

test("the shop's inbox shows every state there is", async () => {
  const rows = await rowsOf("tarnmoor");
  expect(rows.length).toBeGreaterThanOrEqual(14);
  const open = rows.filter((row) => row.status === "open");
  expect(new Set(open.map((row) => row.holder))).toEqual(new Set(["ai", "people", "waiting"]));
  expect(open.map((row) => row.waitingReason)).toEqual(
    expect.arrayContaining(["asked", "unsure", null]),
  );
  expect(open.filter((row) => row.draft !== null)).not.toEqual([]);
  expect(open.filter((row) => row.assignee?.name === "Demo Owner")).toHaveLength(1);
  expect(rows.filter((row) => row.status === "resolved").length).toBeGreaterThanOrEqual(3);
  expect(new Set(rows.map((row) => row.locale))).toEqual(new Set(["en", "zh"]));
});

test("the AI's answers rest on real decisions with cited passages", async () => {
  for (const slug of ["xin", "tarnmoor"]) {
    let answered = 0;
    for (const row of await rowsOf(slug)) {
      await services.db.tenant(ids.get(slug) ?? "", async (tx) => {
        const decisions = await readDecisions(tx, row.id);
        const { events } = await readEvents(tx, row.id, { limit: 50, audience: "team" });
        for (const { actor, body } of events) {
          if (actor.kind !== "ai" || body.type !== "message.posted") continue;
          const decision = decisions.find(({ id }) => id === body.decisionId);
          expect(decision?.outcome).toMatch(/sent|handed_over|discarded/);
          if (decision?.reason !== "answered") continue;
          answered += 1;
          expect(body.citations.length).toBeGreaterThan(0);
          expect(decision.passages.some((passage) => passage.n === 1)).toBe(true);
        }
      });
    }
    expect(answered).toBeGreaterThanOrEqual(3);
  }
});

test("lies in the past, in order, and agrees with itself", async () => {
  for (const row of await rowsOf("tarnmoor")) {
    const { events } = await services.db.tenant(ids.get("tarnmoor") ?? "", (tx) =>
      readEvents(tx, row.id, { limit: 50, audience: "team" }),
    );
    const times = events.map((event) => event.at);
    expect(times).toEqual(times.toSorted());
    expect(row.createdAt).toBe(times[0]);
    expect(row.updatedAt).toBe(times.at(-1));
    expect(Date.parse(row.updatedAt)).toBeLessThan(Date.now());
  }
});

test("never touches a database that has a workspace", async () => {
  const before = await rowsOf("tarnmoor");
  expect(await seedDemo(services, projectFolder)).toBe(false);
  expect(await rowsOf("tarnmoor")).toEqual(before);
});
