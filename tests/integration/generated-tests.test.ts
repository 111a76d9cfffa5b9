import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { readPolicies } from "#db/reads/policies.ts";
import { approveDraft } from "#engine/actions/approve-draft.ts";
import { discardDraft } from "#engine/actions/discard-draft.ts";
import { followReactions } from "#engine/decisions/follow-reactions.ts";
import { lockedDoc } from "#engine/docs/locked-doc.ts";
import { generateTests } from "#engine/policy-tests/generate-tests.ts";
import { runPolicyTests, type TestResult } from "#engine/policy-tests/run-policy-tests.ts";
import { saveTests } from "#engine/policy-tests/save-test.ts";
import { openReplay } from "#engine/replay/open-replay.ts";
import { startFakeCrm } from "../fakes/crm.ts";
import { ask, call, policy, withModel } from "./calling-model.ts";
import { autoPolicy, openReplyWorld, type ReplyWorld, shopDocuments } from "./reply-world.ts";

/* Tests that recent conversations suggest: what happened, as a line of the page that holds without the world of then. */

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(() => world.stopWorkers());
afterAll(() => world?.close());

const policyIdOf = async (tenantId: string) => {
  const [found] = await world.deps.db.tenant(tenantId, readPolicies);
  return found?.id ?? "";
};
const generate = async (tenantId: string) => {
  await followReactions(world.deps.db, tenantId);
  const policyId = await policyIdOf(tenantId);
  return generateTests(world.deps, tenantId, { policyId, conversations: 50 });
};
const pageOf = (tenantId: string, id: string) =>
  world.deps.db.tenant(
    tenantId,
    async (tx) => (await lockedDoc(tx, { kind: "policy", id }))?.text.toJSON() ?? "",
  );

it("an order that was read becomes what the tool says: the test passes with nobody to ask", async () => {
  const page = policy("read_order").replace("1%", "80%");
  const order = {
    number: "104233",
    email: "Kim@example.com",
    status: "shipped",
    expectedAt: "2026-11-28",
  };
  const replies = [
    call("read_order", { number: "104233" }),
    { mode: "text", text: "Order 104233 is shipped [2]." } as const,
  ];
  const words = "Where is my order 104233? I am kim@example.com";
  const crm = await startFakeCrm(
    { "/orders/104233": { mode: "json", body: order } },
    "sk-crm-of-this-shop",
  );
  const { decision, tenantId, visitor } = await ask(world, page, replies, { crm, words });
  expect(decision.outcome).toBe("sent");
  const asked = crm.requests.length;

  const { tests, conversations } = await generate(tenantId);
  expect(conversations).toBe(2);
  const line =
    '- Asked "Where is my order 000000? I am name@example.com", with read_order giving "Order 000000, status: shipped; Expected to arrive on: 2026-11-28", it answers, in English, cites "Order 000000", calls read_order.';
  const test = tests.find(({ conversationId }) => conversationId === visitor.id);
  expect(test).toMatchObject({ line, reason: { kind: "sent", by: null }, times: 1 });

  const again = [
    call("read_order", { number: "000000" }),
    { mode: "text", text: "Order 000000 is shipped [2]." } as const,
  ];
  const results: TestResult[] = [];
  const text = `${page}\n## Tests\n\n${line}\n`;
  const told = await withModel(world, again, async (replay, said) => {
    await runPolicyTests(replay, tenantId, text, (result) => results.push(result));
    return said();
  });
  expect(results).toMatchObject([{ passed: true, unmet: [] }]);
  expect(told.at(-1)).toContain("Order 000000, status: shipped\nExpected to arrive on: 2026-11-28");
  expect(crm.requests).toHaveLength(asked);
  await crm[Symbol.asyncDispose]();
});

it("one test for what is asked alike, from what people sent, changed and discarded", async () => {
  const shop = await world.makeWorkspace(
    autoPolicy("20%", '## Tests\n\n- Asked "How fast do you deliver lamps?", it drafts.\n').replace(
      "mode: auto",
      "mode: draft",
    ),
    shopDocuments,
  );
  const maya = await shop.addPerson("Maya", "owner");
  const operator = await shop.addPerson("Ola", "operator");
  world.startWorker();
  const drafted = async (words: string) => {
    const visitor = await shop.visitor();
    await visitor.say(words);
    const { id, answer } = await visitor.decided();
    return { conversationId: visitor.id, decisionId: id, text: answer ?? "" };
  };
  await drafted("Thanks!");
  const asWritten = await drafted("How long does a refund take? Call +49 170 1234567");
  await approveDraft(world.deps, maya.as(), asWritten);
  const changed = await drafted("How long does the refund take?");
  const text = "It takes a week.";
  await approveDraft(world.deps, maya.as(), { ...changed, text });
  await approveDraft(world.deps, maya.as(), await drafted("How fast do you deliver a lamp?"));
  const person = await drafted("I want to talk to a person about lamps");
  const discarded = await drafted("Do I pay for the refund of a broken lamp?");
  await discardDraft(world.deps, maya.as(), { ...discarded, reason: "Wrong" }).catch(() => {});

  const { tests, known } = await generate(shop.tenantId);
  expect(known).toBe(1);
  expect(tests.map(({ times, reason }) => [times, reason.kind])).toContainEqual([2, "edited"]);
  const edited = tests.find(({ reason }) => reason.kind === "edited");
  expect(edited?.reason.by).toBe("Maya");
  expect(edited?.line).toMatch(
    /^- Asked "How long does the refund take\?", it drafts, cites "Refunds", in English, does not say ".+"\.$/,
  );
  expect(tests.find(({ conversationId }) => conversationId === person.conversationId)?.line).toBe(
    '- Asked "I want to talk to a person about lamps", it hands over.',
  );
  for (const { line } of tests) expect(line).not.toContain("1234567");

  const policyId = await policyIdOf(shop.tenantId);
  const lines = tests.map(({ line }) => line);
  const save = (given: readonly string[], who = maya) =>
    saveTests(world.deps, who.as(), { policyId, locale: "en", lines: given });
  await expect(save(lines, operator)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(save([])).rejects.toMatchObject({ kind: "invalid" });
  await expect(save(["- Asked nothing"])).rejects.toMatchObject({ kind: "invalid" });
  await expect(save([`${lines[0]}\n## Rules`])).rejects.toMatchObject({ kind: "invalid" });
  await expect(save([...lines, lines[0] ?? ""])).rejects.toMatchObject({ kind: "conflict" });
  expect(await pageOf(shop.tenantId, policyId)).not.toContain(lines[0]);
  await save(lines);
  const page = await pageOf(shop.tenantId, policyId);
  expect(page).toContain(`it drafts.\n${lines.join("\n")}`);
  expect((await generate(shop.tenantId)).tests).toEqual([]);

  // What was sent as it was and what was handed over holds; what people took out is still said.
  const replay = openReplay(world.modelDeps);
  const results: TestResult[] = [];
  await runPolicyTests(replay, shop.tenantId, page, (result) => results.push(result));
  await replay.close();
  const failed = results.filter(({ passed }) => !passed);
  expect(failed.flatMap(({ unmet }) => unmet.map(({ expectation }) => expectation.kind))).toEqual([
    "lacks",
    "lacks",
  ]);
});
