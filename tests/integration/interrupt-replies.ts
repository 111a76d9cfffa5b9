import { expect, vi } from "vitest";
import type { Db } from "#db/client.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { readUndo } from "#db/reads/undos.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import { externalLimits, openAiProvider } from "#engine/reply/provider.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { startUndo } from "#engine/undo/start-undo.ts";
import { startUndos } from "#engine/undo/start-undos.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import type { ChatReply, ChatRequestBody } from "../fakes/openai-reply.ts";
import { historyOf, standing } from "../support/play-acts.ts";
import { seeded } from "../support/seeded.ts";
import { newId } from "../support/test-workspace.ts";
import { openReplyWorld, scripted } from "./reply-world.ts";

/** Replies at the same time, and how often workers die before one is left to finish: fewer than make a person take over. */
const atOnce = 12;
const deathsInRow = 2;
/** Long enough that many die at the end of a reply, on a slow machine too. */
const longestLifeMs = 5000;

const limits = { ...externalLimits, concurrency: 64, callsPerMinute: 100_000 };

const page =
  "---\nmode: auto\nthreshold: 1%\ntools: add_tag, close\n---\n# Help\n\nWe sell lamps.\n";
const lamps = [{ title: "Lamps", text: "Every lamp has a warranty of seven years." }];

/** What each of the calls writes. */
const eventOf: Readonly<Record<string, string>> = {
  add_tag: "conversation.tags-changed",
  close: "conversation.resolved",
};

/** A model that tags, closes and then answers, however often it is asked anew. */
const model = ({ messages }: ChatRequestBody): ChatReply => {
  const told = messages.filter(({ role }) => role === "tool").length;
  if (told === 0) return call("add_tag", { tag: "warranty" });
  if (told === 1) return call("close", { reason: "answered" });
  return { mode: "text", text: "Every lamp has a warranty of seven years [1].", pauseMs: 1 };
};

const call = (name: string, args: object): ChatReply => ({
  mode: "tool-call",
  name,
  argumentsJson: JSON.stringify(args),
});

/** What becomes of the transactions a worker has in hand when it dies: `late` ones are done while others work already. */
const fates = ["lost", "done", "late"] as const;

/** A worker's way to the database until it dies: at its n-th transaction, or when it is killed. */
const mortal = (db: Db, steps: number, fate: (typeof fates)[number], lateMs: number) => {
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const { promise: buried, resolve: endWaiting } = Promise.withResolvers<void>();
  const late: Promise<unknown>[] = [];
  let left = steps;
  let state: "alive" | "dying" | "dead" = "alive";
  const kill = () => {
    if (state === "alive") state = "dying";
    die();
  };
  const inHand = async <T>(run: () => Promise<T>): Promise<T> => {
    if (fate === "done") await run();
    if (fate === "late") {
      late.push(
        delay(lateMs)
          .then(run)
          .catch(() => {}),
      );
      // Whoever stops the worker must not wait for what never comes.
      await buried;
    }
    throw lost();
  };
  const through = async <T>(run: () => Promise<T>): Promise<T> => {
    if (state === "dead") throw lost();
    left -= 1;
    if (state === "alive" && left > 0) return run();
    kill();
    return inHand(run);
  };
  const wrapped: Db = {
    ...db,
    tenant: (tenantId, run, options) => through(() => db.tenant(tenantId, run, options)),
    lookup: (run, options) => through(() => db.lookup(run, options)),
  };
  const bury = () => {
    state = "dead";
    endWaiting();
  };
  return { db: wrapped, died, kill, bury, late };
};

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const lost = () =>
  new DatabaseUnavailable({
    reason: "connection",
    retryAfterMs: 250,
    outcome: "unknown",
    message: "This worker is dead.",
  });

/**
 * Answers visitors while workers die in the middle of replies that tag, close and answer: before or after any
 * transaction, or at any moment in between, and everything they still had in hand with them. Others go on. Fails
 * when an act is done twice, lost or unexplained once `interrupts` replies were interrupted, or does not go back.
 * Answers how many were.
 */
export const interruptReplies = async (interrupts: number, seed: number): Promise<number> => {
  await using world = await openedWorld();
  await using fake = await startFakeOpenAI({ otherwise: model });
  const random = seeded(seed);
  const shop = await world.makeWorkspace(page, lamps);
  const { tenantId } = shop;
  const { db } = world.deps;
  const settings = {
    ...scripted(openAiProvider({ url: fake.url, model: "m", key: null }, limits)),
    maxRunsOfTenant: atOnce,
    pollMs: 20,
    leaseMs: 60_000,
  };
  const first = await shop.openConversation();
  await changeTags(
    world.deps,
    { ...shop.system, idempotencyKey: newId() },
    { conversationId: first.conversationId, add: ["warranty"], remove: [] },
  );
  const before = await standing({ ...first, workspace: shop, people: [] });

  const visitors: Awaited<ReturnType<typeof shop.visitor>>[] = [];
  let interrupted = 0;
  const late: Promise<unknown>[] = [];
  /** The leases of the dead run out. Answers how many replies they had in hand. */
  const bury = () =>
    db.tenant(tenantId, async (tx) => {
      const rows = await tx`update xin.reply_tasks set lease_until = now(), due_at = now()
        where lease_owner is not null returning 1`;
      return rows.length;
    });
  while (interrupted < interrupts) {
    for (let n = 0; n < atOnce; n += 1) {
      const visitor = await shop.visitor();
      await visitor.say("How long is the warranty of a lamp?");
      visitors.push(visitor);
    }
    for (let death = 0; death < deathsInRow; death += 1) {
      const fate = fates[Math.floor(random() * fates.length)] ?? "lost";
      const life = mortal(db, 1 + Math.floor(random() * 200), fate, random() * 1200);
      const worker = world.startWorker(settings, { db: life.db });
      const timer = setTimeout(life.kill, random() * longestLifeMs);
      await life.died;
      clearTimeout(timer);
      // Whatever else it has in hand comes to the same end.
      await delay(random() * 60);
      life.bury();
      await worker.stop();
      late.push(...life.late);
      interrupted += await bury();
    }
    await Promise.all(late.splice(0));
    await bury();
    const survivor = world.startWorker(settings);
    await expect.poll(shop.tasks, { timeout: 30_000, interval: 20 }).toBe(0);
    await survivor.stop();
  }

  let acted = 0;
  for (const visitor of visitors) {
    const own = (await visitor.events()).filter(({ actor }) => actor.kind === "ai");
    const decisions = await visitor.decisions();
    expect(decisions).toMatchObject([{ outcome: "sent", messageSeq: own[0]?.seq }]);
    const tools = decisions[0]?.tools ?? [];
    // On a slow machine the built-in model may answer instead: it asks for nothing more.
    const done = tools.flatMap(({ name, outcome }) => (outcome === "done" ? [name] : []));
    expect(["add_tag", "close"].slice(0, done.length)).toEqual(done);
    expect(own.map(({ body }) => body.type)).toEqual([
      "message.posted",
      ...done.map((name) => eventOf[name]),
    ]);
    acted += done.length;
    const stage = { ...first, conversationId: visitor.id, workspace: shop, people: [] };
    const acts = (await historyOf(stage)).filter(({ actorKind }) => actorKind === "ai");
    expect(acts.map(({ decisionId }) => decisionId)).toEqual(own.map(() => decisions[0]?.id));
  }

  // The conversation that the tag comes from is answered as well.
  const also = (await historyOf({ ...first, workspace: shop, people: [] })).filter(
    ({ actorKind }) => actorKind === "ai",
  );
  const undoId = newId();
  expect(acted).toBeGreaterThan(0);
  const filter = { from: "2026-01-01T00:00:00Z" };
  const scope = { kind: "decisions", filter, actType: null } as const;
  await startUndo(
    world.deps,
    { ...shop.system, idempotencyKey: undoId },
    { scope, reason: "all of it" },
  );
  const undos = startUndos({ ...world.deps, metrics: makeMetrics() }, { pollMs: 20 });
  const undo = await vi.waitUntil(
    async () => {
      const found = await db.tenant(tenantId, (tx) => readUndo(tx, undoId));
      return found?.state === "done" ? found : null;
    },
    { timeout: 30_000 + interrupts * 100, interval: 50 },
  );
  await undos.stop();
  expect(undo).toMatchObject({ undone: also.length + visitors.length + acted, skipped: 0 });
  for (const { id } of visitors) {
    const stage = { ...first, conversationId: id, workspace: shop, people: [] };
    // The first conversation's tag was put there by a person, to be in use.
    expect(await standing(stage)).toEqual({ ...before, tags: [] });
  }
  return interrupted;
};

const openedWorld = async () => {
  const world = await openReplyWorld();
  return { ...world, [Symbol.asyncDispose]: world.close };
};
