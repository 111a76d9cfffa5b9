import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { readPolicyMoves } from "#db/reads/policy-moves.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { readShadowState } from "#engine/policy-shadow/read-shadow-state.ts";
import { readShadowTurns } from "#engine/policy-shadow/read-shadow-turns.ts";
import { startShadows } from "#engine/policy-shadow/start-shadows.ts";
import { workShadow } from "#engine/policy-shadow/work-shadow.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { endShadow, setShadow } from "#engine/policy/set-shadow.ts";
import { openReplay, type Replay } from "#engine/replay/open-replay.ts";
import { readPolicies } from "#db/reads/policies.ts";
import { asRecorded } from "#engine/replay/replay-version.ts";
import { newId, text } from "../support/test-workspace.ts";
import { openReplyWorld, type ReplyWorld } from "./reply-world.ts";

/* A version in the shadow: it decides about what another version answered, and nobody notices. */

const page = (mode: string, words: string) =>
  `---\nmode: ${mode}\n---\n# Help\n\n## Rules\n\n- When someone mentions "refund", then answer: ${words}\n- When someone mentions "lawyer", then hand over.\n`;

let world: ReplyWorld;
let replay: Replay;
beforeAll(async () => {
  world = await openReplyWorld();
  replay = openReplay({ ...world.modelDeps, db: world.deps.db });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await replay?.close();
  await world?.close();
});

const makeShop = async (share = 1) => {
  const shop = await world.makeWorkspace(page("auto", "Within five days."), []);
  const { tenantId } = shop;
  // What writes answers is loaded now, so that no transaction waits for that.
  const load = () => replay.question(tenantId, { question: "A refund?" }, asRecorded);
  await vi.waitFor(load, { timeout: 60_000, interval: 100 });
  const author = await shop.addPerson("Ada", "author");
  const read = world.deps.db.tenant;
  const [policy] = await read(tenantId, readPolicies);
  if (policy === undefined) throw new Error("no policy");
  const { id: policyId } = policy;
  const input = { policyId, text: page("draft", "Within ten days."), note: null };
  await savePolicyVersion(world.deps, author.as(), input);
  await setShadow(world.deps, author.as(), { policyId, version: 2, share });
  const deps = { db: world.deps.db, log: pino({ level: "silent" }), replay };
  return {
    ...shop,
    policyId,
    author,
    deps,
    open: async (words: string) => {
      const talk = await shop.visitor();
      await talk.say(words);
      return talk;
    },
    state: () => read(tenantId, readShadowState),
    work: () => workShadow(deps, tenantId),
  };
};

it("decides beside production, shows nothing, and is compared with what was done and what people sent", async () => {
  const shop = await makeShop();
  world.startWorker();
  const talk = await shop.open("I want a refund");
  await talk.decided();
  const other = await shop.open("I call my lawyer");
  await other.decided();
  const person = await shop.addPerson("Bo", "operator");
  await postMessage(world.deps, person.as(), {
    conversationId: talk.id,
    parts: text("Within ten days."),
    note: false,
  });
  const before = [await talk.types(), await other.types(), (await talk.decisions()).length];
  world.heard.length = 0;
  await shop.work();
  expect(world.heard).toEqual([]);
  expect([await talk.types(), await other.types(), (await talk.decisions()).length]).toEqual(
    before,
  );
  expect(await shop.state()).toMatchObject({
    shadow: { version: 2, share: 1, pointer: "shadow" },
    comparison: {
      decided: 2,
      isCut: false,
      production: { sent: 1, handedOver: 1, drafted: 0 },
      shadow: { sent: 0, handedOver: 1, drafted: 1 },
      sameOutcome: 1,
      bothAnswered: 1,
      alike: 0,
      besidePeople: 1,
      likePeople: 1,
      shadowUsd: 0,
    },
  });
  const { policyId } = shop;
  const turns = await world.deps.db.tenant(shop.tenantId, (tx) =>
    readShadowTurns(tx, { policyId, version: 2 }),
  );
  // What would have gone otherwise comes first, beside what people sent.
  expect(turns).toMatchObject([
    {
      question: "I want a refund",
      sent: "Within ten days.",
      production: { version: 1, mode: "auto", outcome: "sent", answer: "Within five days." },
      shadow: { mode: "draft", outcome: "drafted", answer: "Within ten days.", reason: "rule" },
      changed: { outcome: true, answer: false },
    },
    { question: "I call my lawyer", changed: { outcome: false, answer: false } },
  ]);
  await shop.work();
  expect((await shop.state()).comparison?.decided).toBe(2);
});

it("takes each question once however many workers there are, and none of conversations outside its share", async () => {
  const shop = await makeShop(0.5);
  world.startWorker();
  const talks = await Promise.all(Array.from({ length: 10 }, () => shop.open("A refund, please")));
  await Promise.all(talks.map((talk) => talk.decided()));
  const turn = vi.spyOn(shop.deps.replay, "turn");
  while ((await Promise.all([shop.work(), shop.work(), shop.work()])).some(Boolean));
  await shop.work();
  const { tenantId } = shop;
  const drawn = await world.deps.db.tenant(
    tenantId,
    (tx) =>
      tx<
        { id: string }[]
      >`select id from xin.conversations where xin.canary_draw(id) < 0.5 order by id`,
  );
  const asked = turn.mock.calls.map(([, { conversationId }]) => conversationId).toSorted();
  turn.mockRestore();
  expect(asked).toEqual(drawn.map(({ id }) => id));
  expect((await shop.state()).comparison?.decided).toBe(drawn.length);
});

it("goes on in the background until it is ended; a failure is recorded and not tried for ever", async () => {
  const shop = await makeShop();
  world.startWorker();
  const failing = { turn: () => Promise.reject(new Error("the model is away")) };
  const first = await shop.open("A refund?");
  await first.decided();
  await workShadow({ ...shop.deps, replay: failing }, shop.tenantId);
  const shadows = startShadows(shop.deps);
  try {
    const second = await shop.open("A refund!");
    await second.decided();
    await vi.waitFor(async () => expect((await shop.state()).comparison?.decided).toBe(1), {
      timeout: 20_000,
    });
  } finally {
    await shadows.stop();
  }
  await endShadow(world.deps, shop.author.as());
  const third = await shop.open("A refund again");
  await third.decided();
  expect(await shop.work()).toBe(false);
  expect(await shop.state()).toEqual({ shadow: null, comparison: null });
  const [ended, begun] = await world.deps.db.tenant(shop.tenantId, readPolicyMoves);
  expect([ended, begun]).toMatchObject([
    { pointer: "shadow", version: null, previousVersion: 2, movedBy: "Ada" },
    { pointer: "shadow", version: 2, share: 1 },
  ]);
});

it("is set by who may publish, with a share that is one, for a version that exists", async () => {
  const shop = await makeShop();
  const { policyId, author } = shop;
  const set = (input: object, by = author) =>
    setShadow(world.deps, by.as(), { policyId, version: 2, share: 1, ...input });
  await expect(set({ share: 0 })).rejects.toMatchObject({ kind: "invalid" });
  await expect(set({ share: 1.5 })).rejects.toMatchObject({ kind: "invalid" });
  await expect(set({ version: 9 })).rejects.toMatchObject({ kind: "not_found" });
  await expect(set({ policyId: newId() })).rejects.toMatchObject({ kind: "not_found" });
  const viewer = await shop.addPerson("Vi", "operator");
  await expect(set({}, viewer)).rejects.toMatchObject({ kind: "forbidden" });
});
