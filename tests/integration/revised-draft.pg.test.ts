import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { discardDraft } from "#engine/actions/discard-draft.ts";
import { reviseDraft } from "#engine/actions/revise-draft.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { openAiProvider } from "#engine/reply/provider.ts";
import { startUndo } from "#engine/undo/start-undo.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import type { ChatReply } from "../fakes/openai-reply.ts";
import {
  autoPolicy,
  openReplyWorld,
  type ReplyWorld,
  scripted,
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

describe("when a person asks for another draft", () => {
  const policy = autoPolicy().replace("mode: auto", "mode: draft");
  const long = "A refund takes five working days after we receive the parcel [1].";
  const short = "It takes five working days [1].";

  /** A draft that waits, a person, and a model that answers an ask with these words. */
  const drafted = async (anew: ChatReply) => {
    const fake = await startFakeOpenAI({
      otherwise: ({ messages }) =>
        JSON.stringify(messages).includes("The draft so far") ? anew : { mode: "text", text: long },
    });
    const shop = await world.makeWorkspace(policy, shopDocuments);
    world.startWorker(scripted(openAiProvider({ url: fake.url, key: null, model: "m" })));
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const first = await visitor.decided();
    const anna = await shop.addPerson("Anna", "operator");
    const draft = { conversationId: visitor.id, decisionId: first.id };
    const ask = (instruction: string) =>
      reviseDraft(world.deps, anna.as(), { ...draft, instruction });
    const newest = async () => (await visitor.events()).at(-1)?.body;
    return { fake, visitor, first, anna, draft, ask, newest };
  };

  it("[DOC14] writes it by the instruction and what people wrote, also where people hold the conversation", async () => {
    const { fake, visitor, first, anna, ask, newest } = await drafted({
      mode: "text",
      text: short,
    });
    await using _ = fake;
    await takeOver(world.deps, anna.as(), { conversationId: visitor.id });
    await ask("  shorter\nplease ");
    const second = await visitor.decided(2);
    expect(second).toMatchObject({
      outcome: "drafted",
      reason: "revised",
      revises: first.id,
      instruction: "shorter please",
      question: refund,
      answer: short,
    });
    expect(await newest()).toMatchObject({
      type: "draft.proposed",
      decisionId: second.id,
      text: short,
      citations: [{ n: 1, title: "Refunds" }],
      revision: { of: first.id, instruction: "shorter please" },
    });
    const prompt = JSON.stringify(fake.requests.at(-1));
    expect(prompt).toContain("shorter please");
    expect(prompt).toContain("five working days after we receive the parcel.");
    expect(await visitor.said()).toEqual([]);
    const { lastSeq: seq } = await visitor.row();
    const scope = { kind: "act", conversationId: visitor.id, seq } as const;
    await startUndo(world.deps, anna.as(), { scope, reason: null });
    expect((await visitor.row()).draft).toMatchObject({ decisionId: first.id });
  });

  it.each([
    ["same", { mode: "text", text: long }],
    ["unsure", { mode: "text", text: "We pay you a million euros tomorrow [1]." }],
  ] as const)("[DOC14] keeps the draft that waits, and says why: %s", async (why, anew) => {
    const { fake, visitor, first, ask, newest } = await drafted(anew);
    await using _ = fake;
    await ask("offer a refund");
    const second = await visitor.decided(2);
    expect(second).toMatchObject({ outcome: "failed", reason: `kept:${why}`, revises: first.id });
    expect(await newest()).toMatchObject({ type: "draft.kept", draftId: first.id, why });
    expect(await visitor.row()).toMatchObject({ holder: "ai", draft: { decisionId: first.id } });
  });

  it("[DOC14] writes nothing for a draft that was discarded meanwhile, and refuses to be asked for it", async () => {
    const { fake, visitor, anna, draft, ask } = await drafted({
      mode: "stall",
      text: `${short} And`,
    });
    await using _ = fake;
    await ask("shorter");
    await vi.waitUntil(() => shownOf(world, visitor.id, "team").endsWith(short), 20_000);
    await discardDraft(world.deps, anna.as(), draft);
    expect(await visitor.decided(2)).toMatchObject({ outcome: "superseded" });
    expect((await visitor.row()).draft).toBeNull();
    await expect(ask("longer")).rejects.toMatchObject({ kind: "conflict" });
    await expect(ask(" \u200b")).rejects.toMatchObject({ kind: "invalid" });
  });

  it("[DOC14] carries the ask along when the visitor writes before the other draft is there", async () => {
    const { fake, visitor, first, anna, draft, ask, newest } = await drafted({
      mode: "stall",
      text: `${short} And`,
    });
    await using _ = fake;
    await ask("shorter");
    await vi.waitUntil(() => shownOf(world, visitor.id, "team").endsWith(short), 20_000);
    fake.scriptChat({ mode: "text", text: short });
    await visitor.say("And to which card?");
    const second = await visitor.decided(2);
    expect(second).toMatchObject({
      outcome: "drafted",
      revises: first.id,
      instruction: "shorter",
      question: `${refund}\nAnd to which card?`,
    });
    expect(await newest()).toMatchObject({
      type: "draft.proposed",
      decisionId: second.id,
      text: short,
      revision: { of: first.id, instruction: "shorter" },
    });
    const prompt = JSON.stringify(fake.requests.at(-1)?.body);
    expect(prompt).toContain("shorter");
    expect(prompt).toContain("And to which card?");
    await expect(discardDraft(world.deps, anna.as(), draft)).resolves.toMatchObject({ seq: null });
  });
});
