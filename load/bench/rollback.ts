import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type PublishPlace, publishVersion } from "../../chaos/client/publish-race.ts";
import { type QuestionLine, openQuestionLine } from "../../chaos/client/question-line.ts";
import { openSpeakingPage } from "../../chaos/client/speaking-page.ts";
import { type Fleet, openFleet } from "../../chaos/fleet/fleet.ts";
import { percentile, rounded } from "../lib/percentile.ts";
import type { BenchLine } from "./bench-line.ts";
import { machine } from "./measured.ts";

const rollbacks = 12;
/** Conversations that go on at each node the whole time, and the pause between an answer and the next question. */
const runningAtEach = 4;
const pauseMs = 250;

/**
 * Two whole nodes over Redis and a PostgreSQL 17 of the bench's own, with conversations running on each: the older
 * version is let answer again, and a new visitor of each node asks. From the click, which is earlier than its commit,
 * until the answer under the older version is on the visitor's screen.
 */
export const benchRollback = async (): Promise<BenchLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    const processes = ["node-1", "node-2"].map((name) => ({ name, role: "all" }) as const);
    await using fleet = await openFleet({ folder, processes, env: { XIN_LOG_LEVEL: "warn" } });
    const [tenant] = await fleet.makeTenants([{ slug: "rollback", operators: 0 }]);
    if (tenant === undefined) throw new Error("There is no workspace.");
    const place = await openSpeakingPage(fleet, tenant, 2);
    const newAtEach = () =>
      Promise.all(fleet.nodes.map(({ url }) => openQuestionLine(url, tenant.key)));
    const running: QuestionLine[] = [];
    while (running.length < runningAtEach * fleet.nodes.length)
      running.push(...(await newAtEach()));
    const before = await repliesOf(fleet);
    const talk = goOn(running);
    const rounds: Round[] = [];
    while (rounds.length < rollbacks) {
      talk.expect(null);
      await letAnswer(place, 2);
      talk.expect(2);
      const visitors = await newAtEach();
      await wait(pauseMs);
      rounds.push(await rollBack(place, visitors, talk));
      for (const visitor of visitors) visitor.close();
    }
    const { answers, stale } = await talk.end();
    for (const line of running) line.close();
    const replies = (await repliesOf(fleet)).map((count, index) => count - (before[index] ?? 0));
    return [lineOf(rounds, { answers, stale, replies })];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** One rollback, in milliseconds from the click. */
type Round = {
  readonly ackMs: number;
  /** Until the answer under the older version, for each node. */
  readonly answeredMs: readonly number[];
  /** Answers of new visitors under the version that had been taken back. */
  readonly stale: number;
};

const rollBack = async (
  place: PublishPlace,
  visitors: readonly QuestionLine[],
  talk: ReturnType<typeof goOn>,
): Promise<Round> => {
  talk.expect(null);
  const clickedAt = performance.now();
  await letAnswer(place, 1);
  const ackMs = performance.now() - clickedAt;
  talk.expect(1);
  let stale = 0;
  const answeredMs = await Promise.all(
    visitors.map(async (visitor) => {
      while ((await visitor.ask()) !== 1) stale += 1;
      return performance.now() - clickedAt;
    }),
  );
  return { ackMs, answeredMs, stale };
};

/** Lets a version answer as its author's click does: it replaces what the author saw. Open conversations move along. */
const letAnswer = async (place: PublishPlace, version: number): Promise<void> => {
  const replaces = { policyId: place.policyId, version: version === 1 ? 2 : 1 };
  const { status, message } = await publishVersion(place, version, replaces, "move");
  if (status !== 200) throw new Error(`v${version} is not published: ${message}`);
};

/** Visitors who ask again and again. What is asked after an acknowledgement has to be answered under its version. */
const goOn = (lines: readonly QuestionLine[]) => {
  const over = new AbortController();
  let answering: { readonly version: number } | null = null;
  let answers = 0;
  let stale = 0;
  const talking = Promise.all(
    lines.map(async (line, index) => {
      await wait((index * pauseMs) / lines.length);
      while (!over.signal.aborted) {
        const wanted = answering;
        const version = await line.ask();
        // Something else was published while it was answered: either is right.
        if (wanted !== null && wanted === answering) {
          answers += 1;
          if (version !== wanted.version) stale += 1;
        }
        await wait(pauseMs);
      }
    }),
  );
  return {
    /** A version is acknowledged from now on; null while another one is being published. */
    expect: (version: number | null) => void (answering = version === null ? null : { version }),
    end: async () => {
      over.abort();
      await talking;
      return { answers, stale };
    },
  };
};

/** How many replies each node has finished, as its metrics say. */
const repliesOf = (fleet: Fleet): Promise<number[]> =>
  Promise.all(
    fleet.nodes.map(async ({ url }) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^xin_replies_total\{outcome="sent"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    }),
  );

const lineOf = (
  rounds: readonly Round[],
  talk: { readonly answers: number; readonly stale: number; readonly replies: readonly number[] },
): BenchLine => {
  const of = (index: number) => rounds.map(({ answeredMs }) => answeredMs[index] ?? Number.NaN);
  const everywhere = rounds.map(({ answeredMs }) => Math.max(...answeredMs));
  const acks = rounds.map(({ ackMs }) => ackMs);
  const p = (list: readonly number[], share: number) => rounded(percentile(list, share));
  return {
    bench: "rollback",
    engine: "postgres",
    rollbacks: rounds.length,
    ackP50Ms: p(acks, 0.5),
    ackWorstMs: p(acks, 1),
    firstNodeP50Ms: p(of(0), 0.5),
    firstNodeWorstMs: p(of(0), 1),
    secondNodeP50Ms: p(of(1), 0.5),
    secondNodeWorstMs: p(of(1), 1),
    allNodesP50Ms: p(everywhere, 0.5),
    allNodesWorstMs: p(everywhere, 1),
    newVisitorsStale: rounds.reduce((sum, { stale }) => sum + stale, 0),
    runningAnswers: talk.answers,
    runningStale: talk.stale,
    firstNodeReplies: talk.replies[0] ?? 0,
    secondNodeReplies: talk.replies[1] ?? 0,
    ...machine(),
    rounds: 1,
    pinned: "no",
  };
};
