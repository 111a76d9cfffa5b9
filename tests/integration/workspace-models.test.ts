import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Decision } from "#contract/decision.ts";
import { deleteProvider } from "#engine/models/delete-provider.ts";
import { addProvider, changeProvider } from "#engine/models/put-provider.ts";
import { orderProviders } from "#engine/models/order-providers.ts";
import { readWorkspaceModels } from "#engine/models/read-models.ts";
import { setBudget } from "#engine/models/set-budget.ts";
import { testProvider } from "#engine/models/test-provider.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { openAiProvider } from "#engine/reply/provider.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../fakes/openai.ts";
import type { ChatReply, ChatRequestBody } from "../fakes/openai-reply.ts";
import {
  autoPolicy,
  openReplyWorld,
  patience,
  type ReplyWorld,
  scripted,
  shopDocuments,
} from "./reply-world.ts";

let world: ReplyWorld;
const fakes: FakeOpenAI[] = [];
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(async () => {
  await world.stopWorkers();
  for (const fake of fakes.splice(0)) await fake[Symbol.asyncDispose]();
});
afterAll(() => world.close());

const refund = "How long does a refund take?";
const answer = "Refunds take five working days [1].";
const quoted =
  "A refund takes five working days after we receive the parcel [1]. The money goes back to the card you paid with [1].";
const key = "sk-live-0123456789abcdefghijklmnop";
const unlimited = { conversationUsd: null, dayUsd: null, dayCalls: null };

const startFake = async (otherwise: (request: ChatRequestBody) => ChatReply) => {
  const fake = await startFakeOpenAI({ otherwise });
  fakes.push(fake);
  return fake;
};

/** A shop with models of its own, each behind a server that does what the test says. */
const openShop = async (models: Readonly<Record<string, () => ChatReply>>, usd = 1) => {
  const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
  const env = () => systemEnvelope(shop.tenantId, "test");
  const servers: Record<string, FakeOpenAI> = {};
  const ids: Record<string, string> = {};
  for (const [name, reply] of Object.entries(models)) {
    const fake = await startFake(reply);
    servers[name] = fake;
    const settings = { name, url: fake.url, model: `${name}-1`, key, firstTokenMs: 500 };
    const prices = { priceIn: usd, priceOut: usd };
    const { providerId } = await addProvider(world.modelDeps, env(), { ...settings, ...prices });
    ids[name] = providerId;
  }
  const read = () =>
    world.deps.db.tenant(shop.tenantId, (tx) => readWorkspaceModels(tx, world.modelDeps.config));
  const ask = async (words = refund) => {
    const visitor = await shop.visitor();
    await visitor.say(words);
    return { visitor, decision: await visitor.decided() };
  };
  return { ...shop, env, servers, ids, read, ask };
};

const text =
  (words = answer) =>
  (): ChatReply => ({ mode: "text", text: words });
const outcomes = ({ attempts }: Decision) =>
  attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);

describe("the models of a workspace", () => {
  it("are asked in their order, with their key and model, and the decision says what it cost", async () => {
    const shop = await openShop({
      careful: () => ({ mode: "error", status: 401 }),
      fast: text(),
    });
    world.startWorker();
    const { visitor, decision } = await shop.ask();
    expect(await visitor.said()).toEqual([answer]);
    expect(decision).toMatchObject({ provider: "fast", model: "fast-1", outcome: "sent" });
    expect(outcomes(decision)).toEqual(["careful rejected", "fast complete"]);
    expect(decision.attempts[1]).toMatchObject({ model: "fast-1", tokensIn: 11, tokensOut: 6 });
    expect(decision.costUsd).toBeCloseTo(17 / 1_000_000, 9);
    expect(shop.servers["fast"]?.requests[0]).toMatchObject({ hasKey: true });
    await expect
      .poll(async () => (await shop.read()).days[0], patience)
      .toMatchObject({ isToday: true, calls: 2, tokensIn: 11, tokensOut: 6, costUsd: 0.000017 });
  });

  it("stand in for the installation's, also when all of them are switched off", async () => {
    const installation = await startFake(text("Refunds take nine days [1]."));
    const shop = await openShop({ fast: text() });
    world.startWorker(
      scripted(openAiProvider({ url: installation.url, key: null, model: "shared" })),
    );
    expect((await shop.ask()).decision.provider).toBe("fast");
    const providerId = shop.ids["fast"] ?? "";
    await changeProvider(world.modelDeps, shop.env(), { providerId, enabled: false });
    const { visitor, decision } = await shop.ask();
    expect(decision.provider).toBe("xin");
    expect(await visitor.said()).toEqual([quoted]);
    expect(installation.requests).toHaveLength(0);
  });

  it("are asked in another order, and with another key, from the next message on", async () => {
    const shop = await openShop({ careful: text(), fast: text() });
    world.startWorker();
    expect((await shop.ask()).decision.provider).toBe("careful");
    const providerIds = [shop.ids["fast"] ?? "", shop.ids["careful"] ?? ""];
    await orderProviders(world.modelDeps, shop.env(), { providerIds });
    await changeProvider(world.modelDeps, shop.env(), {
      providerId: providerIds[0] ?? "",
      key: "",
    });
    expect((await shop.ask()).decision.provider).toBe("fast");
    expect(shop.servers["fast"]?.requests[0]).toMatchObject({ hasKey: false });
  });
});

describe("a policy that names models", () => {
  it("is answered by those in its order and by no other; they cannot be deleted", async () => {
    const shop = await openShop({ careful: text(), fast: text(), spare: text() });
    const page = autoPolicy().replace("mode: auto", "mode: auto\nmodels: fast, careful");
    const { policyId, system } = shop;
    const wrong = { policyId, text: page.replace("fast", "fsat"), note: null };
    await expect(savePolicyVersion(world.deps, system, wrong)).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean "fast"?'),
    });
    const { version } = await savePolicyVersion(world.deps, system, {
      policyId,
      text: page,
      note: null,
    });
    await publishPolicy(world.deps, system, { policyId, version });
    world.startWorker();
    expect(outcomes((await shop.ask()).decision)).toEqual(["fast complete"]);
    const [fast = "", careful = ""] = [shop.ids["fast"], shop.ids["careful"]];
    for (const providerId of [fast, careful]) {
      await expect(
        deleteProvider(world.modelDeps, shop.env(), { providerId }),
      ).rejects.toMatchObject({ code: "named_by_policy" });
      await changeProvider(world.modelDeps, shop.env(), { providerId, enabled: false });
    }
    expect(outcomes((await shop.ask()).decision)).toEqual(["xin complete"]);
    await deleteProvider(world.modelDeps, shop.env(), { providerId: shop.ids["spare"] ?? "" });
  });
});

describe("a policy that names the built-in model alone", () => {
  it("keeps the installation's from being asked", async () => {
    const installation = await startFake(text());
    const page = autoPolicy().replace("mode: auto", "mode: auto\nmodels: xin");
    const shop = await world.makeWorkspace(page, shopDocuments);
    world.startWorker(
      scripted(openAiProvider({ url: installation.url, key: null, model: "shared" })),
    );
    const visitor = await shop.visitor();
    await visitor.say(refund);
    expect(outcomes(await visitor.decided())).toEqual(["xin complete"]);
    expect(installation.requests).toHaveLength(0);
  });
});

describe("a budget", () => {
  it("of a day: a cheaper model answers, then the built-in one, and then a person; never silence", async () => {
    const shop = await openShop({ careful: text(), fast: text() });
    const [careful = "", fast = ""] = [shop.ids["careful"], shop.ids["fast"]];
    await changeProvider(world.modelDeps, shop.env(), {
      providerId: careful,
      priceIn: 10_000,
      priceOut: 10_000,
    });
    await setBudget(world.modelDeps, shop.env(), { ...unlimited, dayUsd: 0.5 });
    world.startWorker();
    const first = await shop.ask();
    expect(outcomes(first.decision)).toEqual(["careful budget_day", "fast complete"]);
    expect(shop.servers["careful"]?.requests).toHaveLength(0);

    await changeProvider(world.modelDeps, shop.env(), {
      providerId: fast,
      priceIn: 10_000,
      priceOut: 10_000,
    });
    const second = await shop.ask();
    expect(outcomes(second.decision)).toEqual([
      "careful budget_day",
      "fast budget_day",
      "xin complete",
    ]);
    expect(await second.visitor.said()).toEqual([quoted]);

    const third = await shop.ask("Who painted the ceiling of your head office?");
    expect(third.decision).toMatchObject({ outcome: "handed_over" });
    expect(await third.visitor.said()).toHaveLength(1);
  });

  it("of nothing lets only models answer that cost nothing", async () => {
    const shop = await openShop({ careful: text() });
    await setBudget(world.modelDeps, shop.env(), { ...unlimited, dayUsd: 0 });
    world.startWorker();
    expect(outcomes((await shop.ask()).decision)).toEqual(["careful budget_day", "xin complete"]);
    const providerId = shop.ids["careful"] ?? "";
    await changeProvider(world.modelDeps, shop.env(), { providerId, priceIn: 0, priceOut: 0 });
    expect(outcomes((await shop.ask()).decision)).toEqual(["careful complete"]);
    await changeProvider(world.modelDeps, shop.env(), {
      providerId,
      priceIn: null,
      priceOut: null,
    });
    expect(outcomes((await shop.ask()).decision)).toEqual(["careful unpriced", "xin complete"]);
  });

  it("of a conversation ends with it, and leaves others alone", async () => {
    const shop = await openShop({ careful: text() }, 1000);
    // One call takes up to 900 tokens of answer and its prompt.
    await setBudget(world.modelDeps, shop.env(), { ...unlimited, conversationUsd: 2.5 });
    await world.deps.db.tenant(shop.tenantId, (tx) => tx`select 1`);
    world.startWorker();
    const { visitor, decision } = await shop.ask();
    expect(outcomes(decision)).toEqual(["careful complete"]);
    await world.deps.db.tenant(
      shop.tenantId,
      (tx) => tx`update xin.model_conversations set cost_usd = 2.5`,
    );
    await visitor.say("How long does a delivery take?");
    expect(outcomes(await visitor.decided(2))[0]).toBe("careful budget_conversation");
    expect(outcomes((await shop.ask()).decision)).toEqual(["careful complete"]);
  });

  it("of calls holds for calls at the same time", async () => {
    const shop = await openShop({ careful: text() });
    await setBudget(world.modelDeps, shop.env(), { ...unlimited, dayCalls: 3 });
    world.startWorker();
    const answers = await Promise.all(Array.from({ length: 7 }, () => shop.ask()));
    const providers = answers.map(({ decision }) => decision.provider);
    expect(providers.filter((provider) => provider === "careful")).toHaveLength(3);
    expect(providers.filter((provider) => provider === "xin")).toHaveLength(4);
    expect(shop.servers["careful"]?.requests).toHaveLength(3);
    expect((await shop.read()).days[0]?.calls).toBe(3);
  });
});

describe("a test of a model", () => {
  it("tells its words, times, tokens and cost, and counts", async () => {
    const shop = await openShop({ careful: text("Hello team.") });
    const heard: string[] = [];
    const providerId = shop.ids["careful"] ?? "";
    const onText = (words: string) => void heard.push(words);
    const tested = await testProvider(world.modelDeps, shop.env(), { providerId }, { onText });
    expect(tested).toMatchObject({
      text: "Hello team.",
      tokensIn: 11,
      tokensOut: 2,
      failure: null,
    });
    expect(tested.costUsd).toBeCloseTo(13 / 1_000_000, 9);
    expect(heard.join("")).toBe("Hello team.");
    expect((await shop.read()).days[0]?.calls).toBe(1);
  });

  it.each<[string, ChatReply, object]>([
    [
      "a wrong key",
      { mode: "error", status: 401 },
      { reason: "rejected", status: 401, said: "scripted 401" },
    ],
    ["silence", { mode: "hang" }, { reason: "slow" }],
    ["a stall", { mode: "stall", text: "Hello" }, { reason: "stalled" }],
    ["garbage", { mode: "garbage" }, { reason: "broken" }],
    ["nothing", { mode: "text", text: "" }, { reason: "broken" }],
    ["a pause", { mode: "rate-limited", retryAfterSeconds: 9 }, { reason: "throttled" }],
  ])("tells exactly what is wrong: %s", async (_name, reply, failure) => {
    const shop = await openShop({ careful: () => reply });
    const providerId = shop.ids["careful"] ?? "";
    const tested = await testProvider(world.modelDeps, shop.env(), { providerId });
    expect(tested.failure).toMatchObject(failure);
  });

  it("ends when whoever asked for it goes", async () => {
    const shop = await openShop({ careful: () => ({ mode: "text", text: answer, pauseMs: 400 }) });
    const providerId = shop.ids["careful"] ?? "";
    const abort = new AbortController();
    const onText = () => abort.abort();
    const options = { onText, signal: abort.signal };
    await testProvider(world.modelDeps, shop.env(), { providerId }, options);
    await expect
      .poll(() => shop.servers["careful"]?.requests[0]?.outcome, patience)
      .toBe("aborted");
  });

  it("does not connect to a private address that nobody allowed", async () => {
    const shop = await openShop({ careful: text() });
    const providerId = shop.ids["careful"] ?? "";
    const config = { ...world.modelDeps.config, modelAllow: [] };
    const deps = { ...world.modelDeps, config };
    const tested = await testProvider(deps, shop.env(), { providerId });
    expect(tested.failure).toMatchObject({ reason: "address" });
    // What is no longer allowed can still be switched off, and not be moved to where it would not be.
    await changeProvider(deps, shop.env(), { providerId, enabled: false });
    const url = "http://127.0.0.1:9/v1";
    await expect(changeProvider(deps, shop.env(), { providerId, url, key })).rejects.toMatchObject({
      code: "url_private",
    });
    expect(shop.servers["careful"]?.requests).toHaveLength(0);
  });
});
