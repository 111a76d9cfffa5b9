import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import type { Db } from "#db/client.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { readReactions } from "#db/reads/decision-reactions.ts";
import { approveDraft } from "#engine/actions/approve-draft.ts";
import { discardDraft } from "#engine/actions/discard-draft.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import { followReactions } from "#engine/decisions/follow-reactions.ts";
import { appendDocUpdates } from "#engine/docs/append-doc-updates.ts";
import { openDoc } from "#engine/docs/open-doc.ts";
import { externalLimits, openAiProvider } from "#engine/reply/provider.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import type { ChatReply } from "../fakes/openai-reply.ts";
import type { Person } from "../support/test-workspace.ts";
import {
  autoPolicy,
  openReplyWorld,
  patience,
  type ReplyWorld,
  scripted,
  shopDocuments,
  shownOf,
} from "./reply-world.ts";

/* The AI writes into the shared draft, and people write there at the same time. */

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(() => world.stopWorkers());
afterAll(() => world.close());

const first = "A refund takes five working days after we receive the parcel [1].";
const second = "The money goes back to the card you paid with [1].";
const whole = `${first} ${second}`;
const policy = autoPolicy().replace("mode: auto", "mode: draft");

/** A question whose draft a model writes as scripted, and a way to write in it as a person. */
const asked = async (...replies: readonly ChatReply[]) => {
  const fake = await startFakeOpenAI({ otherwise: () => ({ mode: "text", text: whole }) });
  fake.scriptChat(...replies);
  const shop = await world.makeWorkspace(policy, shopDocuments);
  const provider = scripted(openAiProvider({ url: fake.url, key: null, model: "m" }));
  const visitor = await shop.visitor();
  await visitor.say("How long does a refund take?");
  const anna = await shop.addPerson("Anna", "operator");
  const draftId = () =>
    vi.waitUntil(async () => (await visitor.row()).draft?.decisionId ?? null, patience);
  const read = async () => {
    const id = (await visitor.row()).draft?.decisionId;
    const doc = new Y.Doc();
    if (id === undefined) return doc.getText("text");
    const stored = await openDoc(world.deps, shop.tenantId, { kind: "draft", id });
    if (stored.snapshot !== null) Y.applyUpdateV2(doc, stored.snapshot);
    for (const { update } of stored.updates) Y.applyUpdate(doc, update);
    return doc.getText("text");
  };
  const write = async (person: Person, edit: (text: Y.Text) => void) => {
    const text = await read();
    const before = Y.encodeStateVector(text.doc ?? new Y.Doc());
    edit(text);
    if (text.doc === null) throw new Error("no document");
    const update = Y.encodeStateAsUpdate(text.doc, before);
    const doc = { kind: "draft", id: await draftId() } as const;
    const one = { memberId: person.id, clients: [text.doc.clientID], update };
    const [answer] = await appendDocUpdates(world.deps, shop.tenantId, doc, [one]);
    return answer;
  };
  const reads = async () => (await read()).toJSON();
  const until = async (words: string) => {
    await expect.poll(reads, patience).toContain(words);
  };
  const newest = async () => (await visitor.events()).at(-1)?.body;
  return { fake, shop, provider, visitor, anna, draftId, write, reads, until, newest };
};

/** A worker's way to the database that ends at once, as when its process is killed. */
const mortalDb = (db: Db) => {
  let dead = false;
  const through = <T>(run: () => Promise<T>): Promise<T> => (dead ? Promise.reject(gone()) : run());
  const wrapped: Db = {
    ...db,
    tenant: (tenantId, run, options) => through(() => db.tenant(tenantId, run, options)),
    lookup: (run, options) => through(() => db.lookup(run, options)),
  };
  return { db: wrapped, kill: () => (dead = true) };
};
const gone = () =>
  new DatabaseUnavailable({
    reason: "connection",
    retryAfterMs: 250,
    outcome: "unknown",
    message: "This worker is dead.",
  });

/** Writes the first sentence, and is at it for as long as a test lasts. */
const stuck: ChatReply = { mode: "stall", text: `${first} And` };

describe("a draft that the AI writes while people edit it", () => {
  it("[DOC15] has both in the end, and counts people's changes alone", async () => {
    const slow: ChatReply = { mode: "text", text: whole, pauseMs: 120 };
    const { fake, shop, provider, visitor, anna, draftId, write, reads, until } = await asked(slow);
    await using _ = fake;
    world.startWorker(provider);
    await until(first);
    const bo = await shop.addPerson("Bo", "operator");
    await Promise.all([
      write(anna, (text) => text.insert(0, "Hello! ")),
      write(bo, (text) => {
        text.insert(text.length, " Kind regards");
      }),
    ]);
    await write(anna, (text) => {
      const at = text.toJSON().indexOf("working ");
      text.delete(at, "working ".length);
    });
    const early = { conversationId: visitor.id, decisionId: await draftId() };
    await expect(
      approveDraft(world.deps, anna.as(), { ...early, text: await reads() }),
    ).rejects.toMatchObject({ kind: "conflict" });

    const decision = await visitor.decided();
    expect(decision).toMatchObject({ outcome: "drafted", answer: whole });
    const written = `Hello! ${whole.replace("working ", "")} Kind regards`;
    expect(await reads()).toBe(written);
    expect((await visitor.events()).map(({ body }) => body)).toMatchObject([
      { type: "conversation.opened" },
      { type: "message.posted" },
      { type: "draft.begun", decisionId: decision.id },
      { type: "draft.proposed", decisionId: decision.id, text: whole, citations: [{ n: 1 }] },
    ]);
    expect(await visitor.said()).toEqual([]);

    await approveDraft(world.deps, anna.as(), { ...early, text: written });
    await followReactions(world.deps.db, shop.tenantId);
    const reactions = await world.deps.db.tenant(shop.tenantId, (tx) =>
      readReactions(tx, [decision.id]),
    );
    expect(reactions.get(decision.id)).toMatchObject([
      { kind: "edited", editDistance: 28, draftLength: whole.length },
    ]);
  });

  it.each(["stop", "take-over"] as const)(
    "[DOC15] ends at %s, and waits for people with what they wrote",
    async (how) => {
      const { fake, shop, provider, visitor, anna, write, reads, until, newest } =
        await asked(stuck);
      await using _ = fake;
      world.startWorker(provider);
      await until(first);
      await write(anna, (text) => text.insert(0, "Hello! "));
      const conversationId = visitor.id;
      if (how === "stop") {
        world.bus.publish({ type: "reply.stop", tenantId: shop.tenantId, conversationId });
      } else await takeOver(world.deps, anna.as(), { conversationId });
      const decision = await visitor.decided();
      expect(decision).toMatchObject({ outcome: "superseded" });
      expect(await newest()).toMatchObject({
        type: "draft.proposed",
        text: first,
        unfinished: true,
      });
      const text = `Hello! ${first}`;
      expect(await reads()).toBe(text);
      await write(anna, (shared) => shared.insert(shared.length, " Bye"));
      const approval = { conversationId, decisionId: decision.id, text: `${text} Bye` };
      await approveDraft(world.deps, anna.as(), approval);
      expect(await visitor.row()).toMatchObject({ draft: null });
    },
  );

  it("[DOC15] is withdrawn when it is stopped and nobody wrote in it", async () => {
    const { fake, shop, provider, visitor, draftId, until, newest } = await asked(stuck);
    await using _ = fake;
    world.startWorker(provider);
    await until(first);
    const decisionId = await draftId();
    const { tenantId } = shop;
    world.bus.publish({ type: "reply.stop", tenantId, conversationId: visitor.id });
    await visitor.decided();
    expect(await newest()).toEqual({ type: "draft.withdrawn", decisionId });
    expect(await visitor.row()).toMatchObject({ draft: null });
  });

  it("[DOC15] is not put back when somebody discards it meanwhile", async () => {
    const { fake, provider, visitor, anna, draftId, until } = await asked(stuck);
    await using _ = fake;
    world.startWorker(provider);
    await until(first);
    const draft = { conversationId: visitor.id, decisionId: await draftId() };
    await discardDraft(world.deps, anna.as(), draft);
    expect(await visitor.decided()).toMatchObject({ outcome: "superseded" });
    expect((await visitor.row()).draft).toBeNull();
  });

  it("[DOC15] is written anew by another model where nobody changed it", async () => {
    const third = "You get a message when it is on its way [1].";
    const cut: ChatReply = { mode: "stall", text: `${first} ${second} ${third}` };
    const { fake, visitor, anna, write, reads, until } = await asked(cut);
    await using _ = fake;
    const limits = { ...externalLimits, idleMs: 1500 };
    world.startWorker(scripted(openAiProvider({ url: fake.url, key: null, model: "m" }, limits)));
    await until(second);
    await write(anna, (text) => text.insert(text.toJSON().indexOf("card"), "very "));
    expect(await visitor.decided()).toMatchObject({ outcome: "drafted", provider: "xin" });
    const left = await reads();
    expect(left).toContain("back to the very card you paid with");
    expect(left.split("five working days")).toHaveLength(2);
  });

  it("[DOC15] leaves a draft that waits alone, and answers what is still open when that one is sent", async () => {
    const done: ChatReply = { mode: "text", text: whole };
    const { fake, provider, visitor, anna, write, reads } = await asked(done, stuck);
    await using _ = fake;
    world.startWorker(provider);
    const waits = await visitor.decided();
    await write(anna, (text) => text.insert(0, "Hello! "));
    const more = "To which card does the money of a refund go?";
    await visitor.say(more);
    await vi.waitUntil(() => shownOf(world, visitor.id, "team").includes(first), 20_000);
    expect((await visitor.row()).draft).toMatchObject({ decisionId: waits.id });
    expect(await reads()).toBe(`Hello! ${whole}`);
    const approval = { conversationId: visitor.id, decisionId: waits.id };
    await approveDraft(world.deps, anna.as(), { ...approval, text: `Hello! ${whole}` });
    const next = await visitor.decided(2);
    expect(next).toMatchObject({ outcome: "drafted", question: more, answer: whole });
    expect(await reads()).toBe(whole);
  });

  it("[DOC15] is redone without people's words being lost when its worker is killed", async () => {
    const again: ChatReply = { mode: "text", text: whole };
    const { fake, provider, visitor, anna, draftId, write, reads, until } = await asked(
      stuck,
      again,
    );
    await using _ = fake;
    const mortal = mortalDb(world.deps.db);
    world.startWorker(provider, { db: mortal.db });
    await until(first);
    const begun = await draftId();
    await write(anna, (text) => text.insert(0, "Hello! "));
    mortal.kill();
    await write(anna, (text) => text.insert(text.length, " Kind regards"));
    world.startWorker(provider);
    expect(await visitor.decided()).toMatchObject({ id: begun, outcome: "drafted", answer: whole });
    expect(await reads()).toBe(`Hello! ${whole} Kind regards`);
    expect((await visitor.types()).filter((type) => type === "draft.begun")).toHaveLength(1);
  });

  it("[DOC15] ends for people who took over while its worker was dead", async () => {
    const { fake, provider, visitor, anna, write, reads, until, newest } = await asked(stuck);
    await using _ = fake;
    const mortal = mortalDb(world.deps.db);
    world.startWorker(provider, { db: mortal.db });
    await until(first);
    await write(anna, (text) => text.insert(0, "Hello! "));
    mortal.kill();
    await takeOver(world.deps, anna.as(), { conversationId: visitor.id });
    world.startWorker(provider);
    await visitor.decided();
    expect(await newest()).toMatchObject({ type: "draft.proposed", unfinished: true });
    expect(await reads()).toBe(`Hello! ${first}`);
  });
});
