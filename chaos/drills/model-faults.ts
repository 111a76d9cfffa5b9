import { setTimeout as wait } from "node:timers/promises";
import { Effect } from "effect";
import type { EventsAppended } from "#contract/downstream.ts";
import type { DrillClient } from "../client/drill-client.ts";
import { openVisitor } from "../client/entries.ts";
import { fromAddress } from "../client/from-address.ts";
import {
  type BadModel,
  type ModelBehaviour,
  modelFaults,
  openBadModel,
} from "../faults/bad-model.ts";
import { setUpAnswers } from "../fleet/set-up-answers.ts";
import type { FleetTenant } from "../fleet/tenants.ts";
import { atLeast, atMost } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";
import { percentile } from "../runner/timings.ts";

const slowest = "an answer or a person, for whoever asks while the model misbehaves";
const unanswered = "questions that got neither within 30 s";
const partial = "sentences of a failing model that were sent";
const calls = "requests to a failing model for each question";
const healed = "the model answers again after it is well";
const asked = "questions while the model misbehaved";
const before = "95 % of another workspace's answers, with all well";
const compared = "another workspace's answers between the faults";
const during = "95 % of another workspace's answers, beside the faults";

/** How long is waited for an answer before a question counts as unanswered. */
const longestMs = 30_000;
/** Visitors who ask at the same time for each fault. */
const askers = 3;
const neighbours = 4;
/**
 * How long all is well before each fault, and at least how long a fault lasts, with as many questions: a machine
 * that gets slower does so in both figures, and only the fault is what differs.
 */
const calmMs = 4_000;
/**
 * What was asked while all was well is answered before the fault, and the burst of messages that comes with it is over
 * before the model is asked; what is asked meanwhile is in neither figure.
 */
const betweenMs = 1_000;

const policy = `---
mode: auto
threshold: 1%
---
# Drill

Answer from the knowledge base.
`;
const answer = "You sign in with the link that Xin has sent you [1].";
const questions = ["How do I sign in?", "How can I sign in with a link?", "Where do I sign in?"];

/** R12: a workspace's model fails in every way there is, while another workspace's answers. */
export const modelFaultsDrill = defineDrill({
  id: "R12",
  title: "A model fails in every way there is",
  disturbs: "delivery",
  // At the usual pace two cores have little left, and the figures of the neighbour tell how busy the machine is.
  pace: { shortestMs: 1_500, longestMs: 3_000 },
  inject: (run) =>
    Effect.acquireUseRelease(
      run.step("two workspaces with a model each", () => openModels(run)),
      (models) => misbehave(run, models),
      ({ bad, good }) =>
        Effect.promise(async () => {
          await bad[Symbol.asyncDispose]();
          await good[Symbol.asyncDispose]();
        }),
    ),
  verify: (run) =>
    run.step("look for words of a failing model", async () => {
      const [row] = await run.world.fleet.postgres.superuser(
        `select count(*)::int as n from xin.events where type = 'message.posted' and actor_kind = 'ai'
         and payload::text ilike '%moon%'`,
      );
      run.note(partial, Number(row?.["n"]));
    }),
  bars: (run) => [
    atMost(15_000, { name: slowest, value: run.worst(slowest), unit: "ms" }),
    atMost(0, { name: unanswered, value: run.worst(unanswered), unit: "" }),
    atMost(0, { name: partial, value: run.worst(partial), unit: "" }),
    // One call and two retries, and none of them once the circuit is open.
    atMost(3, { name: calls, value: run.worst(calls), unit: "" }),
    atMost(15_000, { name: healed, value: run.worst(healed), unit: "ms" }),
    atMost(1.1, {
      name: "95 % of another workspace's answers, against those between the faults",
      value: run.worst(during) / run.worst(before),
      unit: "",
    }),
    atLeast(100, { name: compared, value: run.worst(compared), unit: "" }),
    atLeast(modelFaults.length * askers, { name: asked, value: run.worst(asked), unit: "" }),
  ],
});

type Models = { readonly bad: BadModel; readonly good: BadModel };

const openModels = async ({ world }: DrillRun): Promise<Models> => {
  const [north, south] = world.tenants;
  if (north === undefined || south === undefined) throw new Error("The world has two workspaces");
  const bad = await openBadModel(answer);
  const good = await openBadModel(answer);
  const documents = "docs/help/en";
  await setUpAnswers(world.fleet, north, {
    documents,
    policy,
    models: [{ name: "bad", url: bad.url }],
  });
  await setUpAnswers(world.fleet, south, {
    documents,
    policy,
    models: [{ name: "good", url: good.url }],
  });
  return { bad, good };
};

const misbehave = (run: DrillRun, { bad }: Models) =>
  Effect.gen(function* () {
    const [north, south] = run.world.tenants;
    const enter = (tenant: typeof north, count: number) =>
      run.step(`${count} visitors come to ${tenant?.slug}`, () => visitors(run, tenant, count));
    const crew = yield* enter(south, neighbours);
    yield* run.step("neighbours ask, to warm up", () => answerTimes(crew, 4));

    const state = { over: false, count: 0, missing: 0 };
    const times = { calm: [] as number[], beside: [] as number[] };
    // An answer counts where its question was asked, however long it takes: neither figure is given the longer ones.
    let stretch: keyof typeof times | null = null;
    const askOn = async (neighbour: DrillClient) => {
      while (!state.over) {
        const own = stretch === null ? [] : times[stretch];
        own.push(...(await answerTimes([neighbour], 1)));
      }
    };
    const watch = Promise.all(crew.map(askOn));
    for (const fault of inOrder(run)) {
      const crowd = yield* enter(north, askers);
      stretch = "calm";
      yield* run.step("ask a model that is well", () =>
        Promise.all([wait(calmMs), answerTimes(crowd, 1)]),
      );
      stretch = null;
      yield* run.step("what was asked is answered", () => wait(betweenMs));
      const from = bad.requests;
      yield* run.fault(fault, async () => {
        bad.behaviour = fault;
      });
      yield* run.step("the burst is over", () => wait(betweenMs));
      stretch = "beside";
      yield* run.step(`ask a model that ${fault}`, async () => {
        const answering = crowd.map((visitor, turn) => answerTime(visitor, turn));
        const [answers] = await Promise.all([Promise.all(answering), wait(calmMs)]);
        for (const ms of answers) {
          state.count += 1;
          if (ms === null) state.missing += 1;
          else run.note(slowest, ms);
        }
        run.note(calls, (bad.requests - from) / crowd.length);
        for (const visitor of crowd) visitor.close();
        stretch = null;
        bad.behaviour = "well";
      });
      // Whoever asks for a minute's pause gets it.
      if (fault === pause) continue;
      yield* run.measure(healed, () => answersAgain(run, north, bad), 60_000);
    }
    state.over = true;
    yield* run.step("neighbours have been answered", () => watch);
    run.note(before, percentile(times.calm, 0.95));
    run.note(during, percentile(times.beside, 0.95));
    run.note(compared, times.calm.length);
    run.note(unanswered, state.missing);
    run.note(asked, state.count);
    for (const neighbour of crew) neighbour.close();
  });

const pause = "says 429 for a minute";

/** In the seed's order; the one that pauses the model for a minute comes last. */
const inOrder = ({ random }: DrillRun): ModelBehaviour[] => {
  const left: ModelBehaviour[] = modelFaults.filter((fault) => fault !== pause);
  const order: ModelBehaviour[] = [];
  while (left.length > 0) order.push(...left.splice(random.below(left.length), 1));
  return [...order, pause];
};

let visitorCount = 0;

/** New visitors, each from an address of their own. */
const visitors = ({ world }: DrillRun, tenant: FleetTenant | undefined, count: number) =>
  Promise.all(
    Array.from({ length: count }, () => {
      visitorCount += 1;
      const address = `127.0.${150 + Math.floor(visitorCount / 200)}.${1 + (visitorCount % 200)}`;
      const name = `${tenant?.slug}-asker-${visitorCount}`;
      const entry = { name, url: world.fleet.origin, record: () => undefined };
      return openVisitor({ ...entry, socket: fromAddress(address) }, tenant?.key ?? "");
    }),
  );

/** From the question to the AI's words or to a person, in milliseconds; null when neither came. */
const answerTime = async (visitor: DrillClient, turn: number): Promise<number | null> => {
  const [conversationId = ""] = visitor.followed;
  const end = Promise.withResolvers<number>();
  visitor.on("events.appended", (message) => {
    const { events } = message as EventsAppended;
    const isEnd = events.some(
      ({ actor, body }) =>
        (body.type === "message.posted" && actor.kind === "ai") ||
        body.type === "conversation.handed-over",
    );
    if (isEnd) end.resolve(performance.now());
  });
  const askedAt = performance.now();
  await visitor.send(conversationId, questions[turn % questions.length] ?? "");
  const endedAt = await Promise.race([end.promise, wait(longestMs, null)]);
  return endedAt === null ? null : endedAt - askedAt;
};

/** Everybody asks so many questions, one after the other. */
const answerTimes = async (crew: readonly DrillClient[], each: number): Promise<number[]> => {
  const times = crew.map(async (visitor) => {
    const own: number[] = [];
    for (let turn = 0; turn < each; turn += 1) {
      own.push((await answerTime(visitor, turn)) ?? longestMs);
      await wait(300);
    }
    return own;
  });
  return (await Promise.all(times)).flat();
};

/** Somebody new asks, and the question reaches the model: its circuit is closed again. */
const answersAgain = async (run: DrillRun, tenant: FleetTenant | undefined, bad: BadModel) => {
  const from = bad.requests;
  const [visitor] = await visitors(run, tenant, 1);
  if (visitor === undefined) return false;
  const ms = await answerTime(visitor, 0);
  run.note(slowest, ms ?? Infinity);
  visitor.close();
  return bad.requests > from;
};
