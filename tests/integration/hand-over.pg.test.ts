import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventBody } from "#contract/conversation-event.ts";
import { limits } from "#contract/names.ts";
import type { Tx } from "#db/client.ts";
import { readAnswerReceipt } from "#db/reads/answer-receipt.ts";
import { readEvents } from "#db/reads/events.ts";
import { handBack } from "#engine/actions/hand-back.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { requestPerson } from "#engine/actions/request-person.ts";
import { retract } from "#engine/actions/retract.ts";
import { externalLimits, openAiProvider } from "#engine/reply/provider.ts";
import type { ChatReply } from "../fakes/openai-reply.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../fakes/openai.ts";
import {
  autoPolicy,
  openReplyWorld,
  patience,
  type ReplyWorld,
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

const refund = "How long does a refund take for order LM-20931?";
const limitsOfTest = {
  ...externalLimits,
  firstTokenMs: 400,
  openingMs: 1200,
  idleMs: 400,
  retries: 0,
};

/** A shop with this one model and no other, not even the built-in one. */
const shopWith = async (reply: () => ChatReply, policy = autoPolicy()) => {
  const fake = await startFakeOpenAI({ otherwise: reply });
  fakes.push(fake);
  const shop = await world.makeWorkspace(policy, shopDocuments);
  world.startWorker({
    providers: [openAiProvider({ url: fake.url, key: "k", model: "m" }, limitsOfTest)],
  });
  return { shop, fake, visitor: await shop.visitor() };
};

type HandedOver = Extract<EventBody, { type: "conversation.handed-over" }>;
const handedOver = (events: readonly { body: EventBody }[]): HandedOver[] =>
  events.flatMap(({ body }) => (body.type === "conversation.handed-over" ? [body] : []));

describe("a hand-over tells the team what they need, and the visitor nothing of it", () => {
  it("when every model is down", async () => {
    const { shop, visitor } = await shopWith(() => ({ mode: "error", status: 500 }));
    await visitor.say(refund);
    const { outcome } = await visitor.decided();
    expect(outcome).toBe("handed_over");
    const [event] = handedOver(await visitor.events());
    expect(event).toMatchObject({
      reason: "failed",
      detail: "model:unavailable",
      brief: {
        question: refund,
        facts: ["LM-20931"],
        tried: [
          { what: "searched", name: "Refunds" },
          { what: "model_failed", name: "openai-compatible", detail: "unavailable" },
        ],
      },
    });
    const seen = await world.deps.db.tenant(shop.tenantId, (tx) =>
      readEvents(tx, visitor.id, { after: 0, limit: 50, audience: "public" }),
    );
    expect(handedOver(seen.events)).toEqual([
      {
        type: "conversation.handed-over",
        epoch: 2,
        reason: "failed",
        detail: null,
        decisionId: null,
      },
    ]);
  });

  it("with what was answered before, and what a check held back", async () => {
    const answers = [
      "A refund takes five working days [1].",
      "A refund takes five working days, we promise a lifetime guarantee [1].",
    ];
    let asked = 0;
    const { visitor } = await shopWith(
      () => ({ mode: "text", text: answers[asked++] ?? "" }),
      autoPolicy("20%", '## Never\n- "lifetime guarantee"\n'),
    );
    await visitor.say("How long does a refund take?");
    await visitor.decided();
    await visitor.say("How long does a refund take to the card?");
    await visitor.decided(2);
    const [event] = handedOver(await visitor.events());
    expect(
      event?.brief?.tried.map(({ what, detail }) => [what, what === "held_back" && detail]),
    ).toEqual([
      ["searched", false],
      ["answered", false],
      ["searched", false],
      ["held_back", "never"],
    ]);
    expect(event?.brief?.summary.map(({ by }) => by)).toEqual(["visitor", "ai"]);
    expect(event?.brief?.question).toBe("How long does a refund take to the card?");
  });
});

describe("a person who is asked for", () => {
  it("is there at once while the model hangs, and what it says later goes nowhere", async () => {
    const { shop, visitor, fake } = await shopWith(() => ({ mode: "hang" }));
    await visitor.say(refund);
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    await requestPerson(world.deps, visitor.contact.as(), { conversationId: visitor.id });
    const [event] = handedOver(await visitor.events());
    expect(event).toMatchObject({ reason: "asked", brief: { question: refund } });
    await expect.poll(() => fake.requests[0]?.outcome, patience).toBe("aborted");
    await expect.poll(() => shop.tasks(), patience).toBe(0);
    expect(await visitor.said()).toEqual([]);
    expect((await visitor.row()).holder).toBe("waiting");
  });

  it.each([
    "I'd like to talk to a real person please",
    "human!",
    "can i speak to someone from support?",
    "转人工",
    "我要找真人客服",
    "能不能换个人跟我说？",
  ])("in these words, with every model down: %s", async (words) => {
    const { visitor, fake } = await shopWith(() => ({ mode: "error", status: 503 }));
    await visitor.say(words);
    expect(await visitor.decided()).toMatchObject({ outcome: "handed_over", reason: "asked" });
    expect(fake.requests).toEqual([]);
    expect(await visitor.said()).toHaveLength(1);
  });
});

describe("a conversation that is given back", () => {
  it("is answered with the colleague's note, and without it when the next one gives none", async () => {
    const { shop, visitor, fake } = await shopWith(() => ({
      mode: "text",
      text: "A refund takes five working days [1].",
    }));
    const ada = await shop.addPerson("Ada", "operator");
    const goBack = (note: string | null) =>
      handBack(world.deps, ada.as(), { conversationId: visitor.id, note });
    await visitor.say("I want a person");
    await visitor.decided();
    await goBack("Parcel 7 is already on its way back to us.");
    await visitor.say(refund);
    await visitor.decided(2);
    expect(JSON.stringify(fake.requests[0]?.body)).toContain("Parcel 7 is already");
    await requestPerson(world.deps, visitor.contact.as(), { conversationId: visitor.id });
    await goBack(null);
    await visitor.say("How long does a refund take to the card?");
    await visitor.decided(3);
    expect(JSON.stringify(fake.requests[1]?.body)).not.toContain("Parcel 7 is already");
  });
});

describe("bad input", () => {
  it("50 KB of text is answered or handed over like any question, and the prompt keeps its size", async () => {
    const { shop, visitor, fake } = await shopWith(() => ({
      mode: "text",
      text: "A refund takes five working days [1].",
    }));
    const filler = "My story is long and it goes on and on. "
      .repeat(200)
      .slice(0, limits.textLength);
    const parts = Array.from({ length: limits.parts }, () => ({
      type: "text" as const,
      text: filler,
    }));
    const whole = [...parts.slice(1), { type: "text" as const, text: refund }];
    await postMessage(world.deps, visitor.contact.as(), {
      conversationId: visitor.id,
      channelId: shop.channelId,
      parts: whole,
      note: false,
    });
    const size = whole.reduce((sum, { text }) => sum + text.length, 0);
    expect(size).toBeGreaterThan(50_000);
    const decision = await visitor.decided();
    expect(["sent", "handed_over"]).toContain(decision.outcome);
    const prompt = JSON.stringify(fake.requests[0]?.body ?? {});
    expect(prompt.length).toBeLessThan(20_000);
    const events = await visitor.events();
    expect(JSON.stringify(handedOver(events)).length).toBeLessThan(5000);
  });

  it.each([
    ["Le remboursement est effectué dans les cinq jours sur votre carte [1].", "third_language"],
    ["退款需要五个工作日，会退回您付款的卡[1]。", "not_visitors_language"],
  ])("an answer in another language goes to a person: %s", async (text, detail) => {
    const { visitor } = await shopWith(() => ({ mode: "text", text }));
    await visitor.say("How long does a refund take?");
    const decision = await visitor.decided();
    expect(decision.outcome).toBe("handed_over");
    expect(decision.guards.find(({ name }) => name === "language")?.detail).toBe(detail);
    expect((await visitor.said()).join(" ")).not.toContain(text.slice(0, 8));
  });
});

describe("an answer", () => {
  it("[RT54] accounts to the visitor for the answer, and for what has become of its documents", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say("How long does a refund take?");
    await visitor.decided();
    const { tenantId } = shop;
    const inShop = <T>(work: (tx: Tx) => Promise<T>) => world.deps.db.tenant(tenantId, work);
    const receipt = (seq = 3) => inShop((tx) => readAnswerReceipt(tx, visitor.id, seq));
    const source = {
      n: 1,
      title: "Refunds",
      heading: null,
      url: "https://help.example.com/refunds",
      readAt: expect.stringMatching(/^\d{4}-.*Z$/),
      state: "current",
    };
    const [answer] = (await visitor.events()).slice(-1);
    // All of it, so that nothing else of the decision can slip in.
    expect(await receipt()).toStrictEqual({
      at: answer?.at,
      sources: [source],
      compared: true,
      lookedUp: false,
    });
    expect([await receipt(1), await receipt(2), await receipt(9)]).toEqual([null, null, null]);

    const cited = answer?.body.type === "message.posted" ? answer.body.citations[0] : undefined;
    const { sourceId = "", chunkId = "" } = cited ?? {};
    /** The next edition of the document, with the passage as it was or as it is said now. */
    const publish = (version: number, hash: string | null) =>
      inShop(async (tx) => {
        await tx`insert into xin.source_versions
          (tenant_id, source_id, version, content_hash, tokenizer_version, valid_from)
          select tenant_id, source_id, ${version}, content_hash, tokenizer_version, valid_from
          from xin.source_versions where source_id = ${sourceId} and version = 1`;
        await tx`insert into xin.chunks
          (tenant_id, id, source_id, source_version, ordinal, title, text, lang, content_hash)
          select tenant_id, ${crypto.randomUUID()}, source_id, ${version}, 0, title, text, lang,
            coalesce(decode(${hash}, 'hex'), content_hash)
          from xin.chunks where id = ${chunkId}`;
        await tx`update xin.sources set live_version = ${version} where id = ${sourceId}`;
      });
    await inShop((tx) => tx`update xin.source_versions set valid_to = valid_from`);
    await publish(2, "00");
    expect((await receipt())?.sources).toEqual([{ ...source, state: "changed" }]);
    await inShop((tx) => tx`update xin.source_versions set valid_to = valid_from`);
    await publish(3, null);
    expect((await receipt())?.sources).toEqual([source]);
    await inShop(
      (tx) => tx`update xin.sources set state = 'deleted', live_version = null
        where id = ${sourceId}`,
    );
    expect((await receipt())?.sources).toEqual([{ ...source, url: null, state: "gone" }]);

    await retract(world.deps, shop.system, { conversationId: visitor.id, targetSeq: 3 });
    expect(await receipt()).toBeNull();
  });
});
