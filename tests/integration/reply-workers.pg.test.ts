import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Db } from "#db/client.ts";
import { unavailable } from "#db/errors.ts";
import { externalLimits, openAiProvider } from "#engine/reply/provider.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../fakes/openai.ts";
import {
  autoPolicy,
  openReplyWorld,
  patience,
  type ReplyWorld,
  scripted,
  shopDocuments,
} from "./reply-world.ts";

let world: ReplyWorld;
let fake: FakeOpenAI;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(async () => {
  await world.stopWorkers();
  await fake?.[Symbol.asyncDispose]();
});
afterAll(() => world.close());

const refund = "How long does a refund take?";
const quoted =
  "A refund takes five working days after we receive the parcel [1]. The money goes back to the card you paid with [1].";

const model = async () => {
  fake = await startFakeOpenAI();
  const limits = { ...externalLimits, firstTokenMs: 5000, idleMs: 5000 };
  return scripted(openAiProvider({ url: fake.url, key: "k", model: "m" }, limits));
};

/** A database whose calls can be made to fail or to wait, as they do for a process that dies or is frozen. */
const brittle = (db: Db) => {
  let isDead = false;
  let thaw: Promise<void> | null = null;
  let loseAnswers = false;
  const guarded =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (thaw !== null) await thaw;
      if (isDead) throw unavailable("connection", "none");
      const result = await call(...args);
      if (loseAnswers) throw unavailable("connection", "unknown");
      return result;
    };
  return {
    db: { ...db, tenant: guarded(db.tenant), lookup: guarded(db.lookup) } as Db,
    die: () => void (isDead = true),
    loseAnswers: (lose: boolean) => void (loseAnswers = lose),
    freeze: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      thaw = promise;
      return () => {
        thaw = null;
        resolve();
      };
    },
  };
};

describe("several workers", () => {
  it.each([0, 20])("that begin %i ms apart answer every conversation once", async (startGapMs) => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = { pollMs: 50, maxRunsOfTenant: 3, startGapMs };
    world.startWorker(settings);
    // A second node that no wake-up reaches.
    world.startWorker(settings, { bus: makeMemoryBus(world.deps.log) });
    const visitors = await Promise.all(Array.from({ length: 12 }, () => shop.visitor()));
    await Promise.all(visitors.map((visitor) => visitor.say(refund)));
    for (const visitor of visitors) {
      await visitor.decided();
      expect(await visitor.said()).toEqual([quoted]);
    }
    await vi.waitUntil(async () => (await shop.tasks()) === 0, 20_000);
    for (const visitor of visitors) expect(await visitor.decisions()).toHaveLength(1);
  });

  it.each([0, 20])(
    "that begin %i ms apart never give one workspace all places",
    async (startGapMs) => {
      const [busy, calm] = await Promise.all([
        world.makeWorkspace(autoPolicy(), shopDocuments),
        world.makeWorkspace(autoPolicy(), shopDocuments),
      ]);
      const settings = await model();
      for (let round = 0; round < 4; round += 1) fake.scriptChat({ mode: "hang" });
      const crowd = await Promise.all(Array.from({ length: 4 }, () => busy.visitor()));
      await Promise.all(crowd.map((visitor) => visitor.say(refund)));
      world.startWorker({ ...settings, pollMs: 50, maxRuns: 4, maxRunsOfTenant: 2, startGapMs });
      await expect.poll(() => fake.requests.length, patience).toBeGreaterThanOrEqual(2);
      const visitor = await calm.visitor();
      await visitor.say("Hello!");
      expect(await visitor.decided()).toMatchObject({ outcome: "sent" });
      expect(fake.requests.filter(({ outcome }) => outcome === "pending")).toHaveLength(2);
    },
  );
});

describe("a worker that dies", () => {
  const startBrittle = (overrides = {}) => {
    const guarded = brittle(world.deps.db);
    const bus = makeMemoryBus(world.deps.log);
    const worker = world.startWorker(
      { pollMs: 50, leaseMs: 1000, ...overrides },
      { db: guarded.db, bus },
    );
    return { ...guarded, worker };
  };

  it("while it writes: another one takes over when the lease has run out", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = await model();
    fake.scriptChat({ mode: "stall", text: "A refund takes five" });
    const first = startBrittle(settings);
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    first.die();
    world.startWorker();
    expect(await visitor.decided()).toMatchObject({ outcome: "sent" });
    expect(await visitor.said()).toEqual([quoted]);
    await first.worker.stop();
    expect(await visitor.decisions()).toHaveLength(1);
  });

  it("right after the commit, before it knew: the answer stands once", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = await model();
    fake.scriptChat({ mode: "text", text: "A refund takes five working days [1].", pauseMs: 60 });
    const first = startBrittle({ ...settings, leaseMs: 60_000 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    first.loseAnswers(true);
    await visitor.decided();
    first.loseAnswers(false);
    world.startWorker();
    await vi.waitUntil(async () => (await shop.tasks()) === 0, 20_000);
    await first.worker.stop();
    expect(await visitor.said()).toEqual(["A refund takes five working days [1]."]);
    expect(await visitor.decisions()).toHaveLength(1);
  });

  it("only seems dead: what it writes late changes nothing", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = await model();
    fake.scriptChat({ mode: "text", text: "Refunds take five working days [1].", pauseMs: 100 });
    const first = startBrittle(settings);
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    const thaw = first.freeze();
    world.startWorker();
    await visitor.decided();
    thaw();
    await expect.poll(() => fake.requests[0]?.outcome, patience).not.toBe("pending");
    await first.worker.stop();
    expect(await visitor.said()).toEqual([quoted]);
    expect(await visitor.types()).toEqual([
      "conversation.opened",
      "message.posted",
      "message.posted",
    ]);
  });

  it("is stopped in good order: its work is free at once", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = await model();
    fake.scriptChat({ mode: "hang" });
    const first = world.startWorker({ ...settings, leaseMs: 60_000 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    await first.stop();
    world.startWorker();
    expect(await visitor.decided()).toMatchObject({ outcome: "sent" });
    expect(await visitor.said()).toEqual([quoted]);
  });
});

describe("a visitor who writes more before a word was shown", () => {
  it("gets one answer to everything", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const settings = await model();
    fake.scriptChat(
      { mode: "hang" },
      { mode: "text", text: "We deliver lamps within two working days [1]." },
    );
    world.startWorker(settings);
    const visitor = await shop.visitor();
    await visitor.say("I have a question");
    await expect.poll(() => fake.requests.length, patience).toBe(1);
    await visitor.say("When do you deliver lamps?");
    const decision = await visitor.decided();
    expect(decision.question).toBe("I have a question\nWhen do you deliver lamps?");
    await vi.waitUntil(async () => (await shop.tasks()) === 0, 20_000);
    expect(await visitor.decisions()).toHaveLength(1);
    expect(await visitor.said()).toHaveLength(1);
  });
});
