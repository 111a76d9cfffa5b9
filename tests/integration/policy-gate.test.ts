import { afterAll, beforeAll, expect, it } from "vitest";
import { readSources } from "#db/reads/knowledge.ts";
import { readPolicies } from "#db/reads/policies.ts";
import type { BehaviourChange } from "#engine/behaviour/behaviour-diff.ts";
import { compareBehaviour } from "#engine/behaviour/compare-behaviour.ts";
import { estimateBehaviour } from "#engine/behaviour/estimate-behaviour.ts";
import { runVersionTests } from "#engine/policy-tests/run-version-tests.ts";
import { runPolicyTests, type TestResult } from "#engine/policy-tests/run-policy-tests.ts";
import { type PublishTested, publishTested } from "#engine/policy-tests/publish-tested.ts";
import { deleteSource } from "#engine/knowledge/delete-source.ts";
import { RollbackGone } from "#engine/policy/rollback-gone.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { openReplay, type Replay } from "#engine/replay/open-replay.ts";
import { ask, withModel } from "./calling-model.ts";
import { autoPolicy, openReplyWorld, type ReplyWorld, shopDocuments } from "./reply-world.ts";

/* The gate of a policy: its tests are asked under the page, and a red one keeps it from visitors. */

let world: ReplyWorld;
let replay: Replay;
beforeAll(async () => {
  world = await openReplyWorld();
  replay = openReplay(world.modelDeps);
});
afterAll(async () => {
  await replay.close();
  await world.close();
});

const page = (...tests: readonly string[]) =>
  autoPolicy("20%", `## Tests\n\n${tests.map((test) => `- ${test}`).join("\n")}\n`);
const good =
  'Asked "How long does a refund take?", it answers, cites "Refunds", says "five working days".';
const bad = 'Asked "How long does a refund take?", it answers, says "ten days".';

const makeShop = () => world.makeWorkspace(autoPolicy(), shopDocuments);
type Shop = Awaited<ReturnType<typeof makeShop>>;

const policyOf = async ({ tenantId }: Shop) => {
  const [policy] = await world.deps.db.tenant(tenantId, readPolicies);
  if (policy === undefined) throw new Error("There is a policy");
  return policy;
};
const save = async (shop: Shop, text: string) => {
  const { id } = await policyOf(shop);
  const author = systemEnvelope(shop.tenantId, "test");
  const saved = await savePolicyVersion(world.deps, author, { policyId: id, text, note: null });
  return { policyId: id, version: saved.version };
};
const publish = (
  shop: Shop,
  wanted: Omit<PublishTested, "override">,
  override: string | null = null,
) =>
  publishTested({ ...world.deps, replay }, systemEnvelope(shop.tenantId, "test"), {
    ...wanted,
    override,
  });
const auditOf = ({ tenantId }: Shop) =>
  world.deps.db.tenant(
    tenantId,
    (tx) => tx<{ detail: Record<string, unknown> }[]>`
      select detail from xin.audit_log where action = 'policy.publish' order by at desc, id desc limit 1`,
  );

it("says of each test what was found in the place of what is expected", async () => {
  const shop = await makeShop();
  const text = page(
    good,
    bad,
    'Asked "Do you sell boats?", it answers.',
    'Asked "I want to talk to a person", it hands over, 2 times.',
    "问“灯具保修多久？”，自动回答，用中文。",
    'Asked "How long does a refund take?", it does not say "working days".',
  );
  const told: number[] = [];
  const results: TestResult[] = [];
  const summary = await runPolicyTests(replay, shop.tenantId, text, (result) => {
    told.push(result.index);
    results.push(result);
  });
  expect(summary).toMatchObject({ passed: 3, failed: 3, costUsd: 0 });
  expect(new Set(told)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  const byIndex = results.toSorted((one, other) => one.index - other.index);
  expect(byIndex.map(({ passed }) => passed)).toEqual([true, false, false, true, true, false]);
  expect(byIndex[1]?.unmet).toMatchObject([
    { expectation: { kind: "contains", text: "ten days" } },
  ]);
  expect(byIndex[1]?.unmet[0]?.found).toContain("five working days");
  expect(byIndex[2]?.unmet).toMatchObject([{ found: "hand-over" }]);
  expect(byIndex[3]).toMatchObject({ passes: 2, runs: 2 });
});

it("lets a green version through, and a red one only with a reason, which stands in the audit log", async () => {
  const shop = await makeShop();
  const green = await save(shop, page(good));
  await publish(shop, green);
  expect((await auditOf(shop))[0]?.detail).toMatchObject({ testsPassed: 1, testsFailed: 0 });

  const red = await save(shop, page(good, bad));
  await expect(publish(shop, red)).rejects.toMatchObject({ kind: "conflict" });
  await expect(publish(shop, red, "because")).rejects.toMatchObject({ kind: "conflict" });
  expect((await policyOf(shop)).productionVersion).toBe(green.version);
  const why = "The article is wrong and will be mended today.";
  await publish(shop, red, why);
  expect((await policyOf(shop)).productionVersion).toBe(red.version);
  expect((await auditOf(shop))[0]?.detail).toMatchObject({
    testsPassed: 1,
    testsFailed: 1,
    override: why,
  });
});

it("asks no test of a version that has answered before, and every test of one that has not", async () => {
  const shop = await makeShop();
  const red = await save(shop, page(bad));
  const green = await save(shop, page(good));
  await publish(shop, green);
  await expect(publish(shop, red)).rejects.toMatchObject({ kind: "conflict" });
  await publish(shop, red, "Only until the article is mended.");
  await publish(shop, green);
  await publish(shop, red);
  expect((await policyOf(shop)).productionVersion).toBe(red.version);
});

it("has one winner where two publish at once, and tells the other who", async () => {
  const shop = await makeShop();
  const { id, productionVersion } = await policyOf(shop);
  const replaces = { policyId: id, version: productionVersion ?? 0 };
  const [second, third] = [await save(shop, page(good)), await save(shop, page(good, good))];
  const ends = await Promise.allSettled([
    publish(shop, { ...second, replaces }),
    publish(shop, { ...third, replaces }),
  ]);
  const won = ends.filter(({ status }) => status === "fulfilled");
  const lost = ends.filter((end) => end.status === "rejected");
  expect([won.length, lost.length]).toEqual([1, 1]);
  const winner = (await policyOf(shop)).productionVersion;
  expect(lost[0]?.reason).toMatchObject({ kind: "conflict" });
  expect(String(lost[0]?.reason.message)).toContain(`v${winner} of "`);
});

it("says what is gone before it goes back, and goes back when that is accepted", async () => {
  const shop = await makeShop();
  const first = { policyId: (await policyOf(shop)).id, version: 1 };
  const author = systemEnvelope(shop.tenantId, "test");
  await publish(shop, await save(shop, page(good)));
  const [source] = await world.deps.db.tenant(shop.tenantId, (tx) => readSources(tx, {}));
  await deleteSource(world.deps, author, { sourceId: source?.id ?? "" });
  const refused = publish(shop, first);
  await expect(refused).rejects.toBeInstanceOf(RollbackGone);
  await expect(refused).rejects.toMatchObject({ gone: { sources: [source?.title] } });
  await publish(shop, { ...first, acceptsGone: true });
  expect((await policyOf(shop)).productionVersion).toBe(1);
});

it("answers the same questions under two versions, and tells which are answered otherwise", async () => {
  const shop = await makeShop();
  const before = { policyId: (await policyOf(shop)).id, version: 1 };
  const rule =
    '## Rules\n\n- When someone mentions "refund", then hand over: A colleague looks.\n\n';
  const test = '## Tests\n\n- Asked "I have a refund question", it hands over.\n';
  const after = await save(shop, autoPolicy("20%", rule + test));
  const [first, second] = [await shop.visitor(), await shop.visitor()];
  await first.say("How long does a refund take?");
  await second.say("Thanks so far.");
  await second.say("How fast do you deliver lamps?");
  const told: BehaviourChange[] = [];
  const sums = await compareBehaviour(
    { db: world.deps.db, replay },
    shop.tenantId,
    { before, after, conversations: 10 },
    (change) => told.push(change),
  );
  const byIndex = told.toSorted((one, other) => one.index - other.index);
  expect(byIndex).toMatchObject([
    {
      question: "I have a refund question",
      conversationId: null,
      after: { outcome: "handed_over" },
    },
    {
      question: expect.stringContaining("How fast do you deliver lamps?"),
      conversationId: second.id,
      changed: { answer: false, outcome: false },
      before: { text: expect.stringContaining("two working days") },
    },
    {
      question: "How long does a refund take?",
      conversationId: first.id,
      changed: { outcome: true },
      before: { outcome: "sent", mode: "auto", costUsd: 0 },
      after: { outcome: "handed_over" },
    },
  ]);
  expect(byIndex[2]?.words.some(({ kind }) => kind === "removed")).toBe(true);
  expect(sums).toMatchObject({ questions: 3, failed: 0 });
  expect(sums.after.handedOver - sums.before.handedOver).toBe(sums.outcomes);
  expect(sums.outcomes).toBe(byIndex.filter(({ changed }) => changed.outcome).length);
  expect(await first.decisions()).toEqual([]);
  const foreign = await makeShop();
  await expect(
    compareBehaviour({ db: world.deps.db, replay }, foreign.tenantId, {
      before,
      after,
      conversations: 10,
    }),
  ).rejects.toMatchObject({ kind: "not_found" });
});

it("estimates what asking both costs, by the tokens of past answers and the price of the model", async () => {
  const { tenantId, decision } = await ask(world, autoPolicy(), []);
  await world.stopWorkers();
  expect(decision.tokensIn).toBeGreaterThan(0);
  const [found] = await world.deps.db.tenant(tenantId, readPolicies);
  const side = { policyId: found?.id ?? "", version: 1 };
  const wanted = { before: side, after: side, conversations: 20 };
  const estimateBy = (by: Pick<Replay, "firstModel">) =>
    estimateBehaviour({ db: world.deps.db, replay: by }, tenantId, wanted);
  expect(await estimateBy(replay)).toEqual({ questions: 2, isFree: true, usd: 0 });
  const paid = await withModel(world, [], estimateBy, "gpt-4.1-mini");
  expect(paid).toMatchObject({ questions: 2, isFree: false });
  const { tokensIn, tokensOut } = decision;
  expect(paid.usd).toBeCloseTo((2 * 2 * (tokensIn * 0.4 + tokensOut * 1.6)) / 1_000_000, 9);
  expect(await withModel(world, [], estimateBy)).toMatchObject({ isFree: false, usd: null });
  const empty = await world.makeWorkspace(autoPolicy(), shopDocuments);
  const ref = { policyId: (await policyOf(empty)).id, version: 1 };
  const ofNothing = { before: ref, after: ref, conversations: 20 };
  expect(
    await withModel(
      world,
      [],
      (by) => estimateBehaviour({ db: world.deps.db, replay: by }, empty.tenantId, ofNothing),
      "gpt-4.1-mini",
    ),
  ).toEqual({ questions: 0, isFree: true, usd: 0 });
});

it("publishes by the tests that have just been run, until what answers rest on changes", async () => {
  const shop = await makeShop();
  const asked: string[] = [];
  const counted: Pick<Replay, "question"> = {
    question: (tenantId, question, version) => {
      asked.push(question.question);
      return replay.question(tenantId, question, version);
    },
  };
  const deps = { ...world.deps, replay: counted };
  const author = systemEnvelope(shop.tenantId, "test");
  const first = await save(shop, page(good));
  await runVersionTests({ db: world.deps.db, replay: counted }, shop.tenantId, page(good));
  expect(asked).toHaveLength(1);
  await publishTested(deps, author, { ...first, override: null });
  expect(asked).toHaveLength(1);
  expect((await auditOf(shop))[0]?.detail).toMatchObject({ testsPassed: 1, testsFailed: 0 });

  const second = await save(shop, page(good, good));
  await runVersionTests({ db: world.deps.db, replay: counted }, shop.tenantId, page(good, good));
  expect(asked).toHaveLength(3);
  const [source] = await world.deps.db.tenant(shop.tenantId, (tx) => readSources(tx, {}));
  await deleteSource(world.deps, author, { sourceId: source?.id ?? "" });
  await publishTested(deps, author, { ...second, override: "Knowledge has changed since." });
  expect(asked).toHaveLength(5);
});
