import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { handBack } from "#engine/actions/hand-back.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import {
  autoPolicy,
  endsOf,
  openReplyWorld,
  type ReplyWorld,
  shopDocuments,
  shownOf,
} from "./reply-world.ts";

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(() => world.stopWorkers());
afterAll(() => world.close());

const refund = "How long does a refund take?";

describe("in auto mode, with confidence", () => {
  it("answers with cited sentences and a decision that explains them", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const decision = await visitor.decided();
    expect(await visitor.said()).toEqual([
      "A refund takes five working days after we receive the parcel [1]. The money goes back to the card you paid with [1].",
    ]);
    expect(decision).toMatchObject({
      kind: "reply",
      mode: "auto",
      outcome: "sent",
      reason: "answered",
      triggerSeq: 2,
      messageSeq: 3,
      epoch: 1,
      question: refund,
      answer: (await visitor.said())[0],
      threshold: expect.closeTo(0.2, 5),
      provider: "xin",
      model: "extractive",
      costUsd: 0,
      policy: { version: 1, name: "Help" },
      citations: [{ n: 1, title: "Refunds", url: "https://help.example.com/refunds" }],
      attempts: [{ provider: "xin", outcome: "complete" }],
      retrieval: {
        configVersion: 0,
        embeddingModel: "hash-256-t1",
        modelFailure: null,
        knowledgeVersion: expect.any(Number),
        reranked: false,
      },
    });
    expect(Object.values(decision.features).every((one) => typeof one === "number")).toBe(true);
    expect(decision.confidence).toBeGreaterThan(0.2);
    expect(decision.guards.every(({ passed }) => passed)).toBe(true);
    expect(decision.passages[0]).toMatchObject({ n: 1, title: "Refunds" });
    expect(decision.tokensOut).toBeGreaterThan(0);
    expect(decision.timingsMs.total).toBeGreaterThan(0);
    expect(decision.features["top"]).toBeGreaterThan(0);
    const [answer] = (await visitor.events()).slice(-1);
    expect(answer).toMatchObject({
      actor: { kind: "ai" },
      body: { decisionId: decision.id, citations: [{ n: 1 }] },
    });
    expect(await shop.tasks()).toBe(0);
  });

  it("shows the answer to the visitor while it is written, and says that it was sent", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker({ paceMs: 5 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await vi.waitUntil(() => endsOf(world, visitor.id).length > 0, 20_000);
    expect(shownOf(world, visitor.id, "public")).toBe((await visitor.said())[0]);
    expect(endsOf(world, visitor.id)).toEqual(["sent"]);
    const indexes = world.heard.flatMap((message) =>
      message.type === "reply.delta" ? [message.delta.index] : [],
    );
    expect(indexes).toEqual(indexes.map((_, place) => place));
    expect(indexes.length).toBeGreaterThan(10);
  });

  it("answers a Chinese question in Chinese", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("灯具保修多久？");
    await visitor.decided();
    expect((await visitor.said())[0]).toContain("所有灯具保修两年[1]。");
  });

  it("finds a follow-up by the question before", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await visitor.decided();
    await visitor.say("and where does it go?");
    expect(await visitor.decided(2)).toMatchObject({
      outcome: "sent",
      passages: [{ title: "Refunds" }, {}],
    });
  });

  it("takes several messages in a row as one question", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const visitor = await shop.visitor();
    await visitor.say("Hello");
    await visitor.say(refund);
    world.startWorker();
    expect((await visitor.decided()).question).toBe(`Hello\n${refund}`);
    expect(await visitor.said()).toHaveLength(1);
  });

  it("is courteous without handing over", async () => {
    const shop = await world.makeWorkspace(autoPolicy("95%"), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("你好！");
    expect(await visitor.decided()).toMatchObject({ outcome: "sent", reason: "smalltalk" });
    await visitor.say("谢谢");
    await visitor.decided(2);
    expect(await visitor.said()).toEqual([
      "您好！请问有什么可以帮您？",
      "不客气，有问题随时再写给我们。",
    ]);
    expect((await visitor.row()).holder).toBe("ai");
  });
});

describe("handing over", () => {
  it.each([
    [
      "Can I talk to a person please?",
      "Of course. I am passing you on to a colleague, who will answer here.",
    ],
    ["转人工", "好的，我马上为您转接同事，回复会显示在这里。"],
  ])("because it was asked for: %s", async (words, line) => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(words);
    expect(await visitor.decided()).toMatchObject({ outcome: "handed_over", reason: "asked" });
    expect(await visitor.said()).toEqual([line]);
    expect(await visitor.row()).toMatchObject({
      holder: "waiting",
      waitingReason: "asked",
      epoch: 2,
    });
  });

  it("because it is unsure, with its draft for the team", async () => {
    const shop = await world.makeWorkspace(
      autoPolicy("100%", "## Hand over\nen: One of us will answer.\n"),
      shopDocuments,
    );
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const decision = await visitor.decided();
    expect(decision).toMatchObject({ outcome: "handed_over", reason: "unsure", messageSeq: null });
    expect(await visitor.said()).toEqual(["One of us will answer."]);
    expect(await visitor.types()).toEqual([
      "conversation.opened",
      "message.posted",
      "message.posted",
      "draft.proposed",
      "conversation.handed-over",
    ]);
    const row = await visitor.row();
    expect(row).toMatchObject({
      holder: "waiting",
      waitingReason: "unsure",
      draft: { decisionId: decision.id },
    });
    expect(shownOf(world, visitor.id, "public")).toBe("");
    expect(shownOf(world, visitor.id, "team")).toBe(decision.answer);
  });

  it("because the knowledge base has nothing", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("Quelle heure xylophone zzz?");
    expect(await visitor.decided()).toMatchObject({
      outcome: "handed_over",
      reason: "unsure",
      answer: null,
    });
    expect((await visitor.row()).draft).toBeNull();
  });

  it("because a rule of the policy says so, and names the rule", async () => {
    const rules = `## Rules
- When someone mentions "lawyer", then hand over: Our manager will answer you.
- When someone asks about "opening hours", then answer: We open at nine.
`;
    const shop = await world.makeWorkspace(autoPolicy("20%", rules), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("What are your opening hours?");
    expect(await visitor.decided()).toMatchObject({
      outcome: "sent",
      reason: "rule",
      rules: [{ line: 11 }],
    });
    await visitor.say("My lawyer will write to you about the refund");
    expect(await visitor.decided(2)).toMatchObject({
      outcome: "handed_over",
      reason: "rule",
      rules: [{ line: 10 }],
    });
    expect(await visitor.said()).toEqual(["We open at nine.", "Our manager will answer you."]);
  });

  it("because the policy does not serve the language", async () => {
    const policy = autoPolicy().replace("mode: auto", "mode: auto\nlanguages: en");
    const shop = await world.makeWorkspace(policy, shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("灯具保修多久？");
    expect(await visitor.decided()).toMatchObject({ outcome: "handed_over", reason: "rule" });
  });
});

describe("in draft mode", () => {
  const policy = autoPolicy().replace("mode: auto", "mode: draft");

  it("proposes a draft to the team and says nothing", async () => {
    const shop = await world.makeWorkspace(policy, shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const decision = await visitor.decided();
    expect(decision).toMatchObject({ outcome: "drafted", reason: "draft_mode", mode: "draft" });
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.row()).toMatchObject({ holder: "ai", draft: { decisionId: decision.id } });
    expect(shownOf(world, visitor.id, "public")).toBe("");
    expect(shownOf(world, visitor.id, "team")).toBe(decision.answer);
    expect(endsOf(world, visitor.id)).toEqual(["drafted"]);
  });

  it("hands over when a person is asked for", async () => {
    const shop = await world.makeWorkspace(policy, shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("I want to talk to a human");
    expect(await visitor.decided()).toMatchObject({ outcome: "handed_over", reason: "asked" });
    expect(await visitor.said()).toHaveLength(1);
  });
});

describe("when the AI is off", () => {
  it("hands over without a word", async () => {
    const policy = autoPolicy().replace("mode: auto", "mode: off");
    const shop = await world.makeWorkspace(policy, shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    expect(await visitor.decided()).toMatchObject({
      outcome: "handed_over",
      reason: "off",
      mode: "off",
    });
    expect(await visitor.said()).toEqual([]);
    expect((await visitor.row()).holder).toBe("waiting");
  });
});

describe("custody", () => {
  it("a person who takes over ends the answer at once; it is kept and never sent", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker({ paceMs: 200 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await vi.waitUntil(() => shownOf(world, visitor.id, "public").length > 10, 20_000);
    await takeOver(world.deps, ada.as(), { conversationId: visitor.id });
    const shown = shownOf(world, visitor.id, "public");
    const decision = await visitor.decided();
    expect(decision).toMatchObject({
      outcome: "superseded",
      reason: "superseded",
      messageSeq: null,
    });
    expect(decision.answer).toContain("card you paid with");
    await vi.waitUntil(() => endsOf(world, visitor.id).length > 0, 20_000);
    expect(endsOf(world, visitor.id)).toEqual(["superseded"]);
    expect(shownOf(world, visitor.id, "public").length - shown.length).toBeLessThan(15);
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.types()).toEqual([
      "conversation.opened",
      "message.posted",
      "conversation.taken-over",
      "reply.superseded",
    ]);
  });

  it("somebody who stops the answer gets no answer", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker({ paceMs: 200 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await vi.waitUntil(() => shownOf(world, visitor.id, "public") !== "", 20_000);
    const { tenantId } = shop;
    world.bus.publish({ type: "reply.stop", tenantId, conversationId: visitor.id });
    expect(await visitor.decided()).toMatchObject({ outcome: "superseded", reason: "stopped" });
    await vi.waitUntil(() => endsOf(world, visitor.id).length > 0, 20_000);
    expect(endsOf(world, visitor.id)).toEqual(["stopped"]);
    expect(await visitor.said()).toEqual([]);
  });

  it("says nothing while people hold the conversation, and answers again when it is given back", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("hello");
    await visitor.decided();
    await takeOver(world.deps, ada.as(), { conversationId: visitor.id });
    await visitor.say(refund);
    await vi.waitUntil(async () => (await shop.tasks()) === 0, 20_000);
    expect(await visitor.decisions()).toHaveLength(1);
    await handBack(world.deps, ada.as(), { conversationId: visitor.id, note: null });
    expect(await visitor.decided(2)).toMatchObject({ outcome: "sent", question: refund, epoch: 3 });
  });

  it("a conversation that was handed over because of a message is not handed over for it again", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("I want to talk to a human");
    await visitor.decided();
    await handBack(world.deps, ada.as(), { conversationId: visitor.id, note: null });
    await visitor.say(refund);
    expect(await visitor.decided(2)).toMatchObject({ outcome: "sent", question: refund });
  });
});
