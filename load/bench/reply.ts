import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBenchServer } from "../lib/bench-server.ts";
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import { makeScratchDatabase } from "../lib/scratch-database.ts";
import { productCommand, startProcess } from "../lib/server-process.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { machine, median, rounds } from "./measured.ts";
import { type CrowdSamples, measureCrowd } from "./reply-traffic.ts";
import { startStreamingModel } from "./streaming-model.ts";
import { withDatabase } from "./with-database.ts";

/** Replies of each round whose processor time is measured. */
const replies = 50;

/**
 * What a reply costs, and how it feels. Alone: processor time through the loop, less what storing the question and
 * searching cost by themselves, with a model in memory. In the product, with a model server that streams: the
 * first word on the visitor's screen after the provider's first word, 50 conversations answered at once beside
 * people who write, and how long the AI goes on after a person took over.
 */
export const benchReply = async (env: Environment): Promise<BenchLine[]> => [
  await withDatabase(env, (databaseUrl) => measureCost(databaseUrl)),
  await measureProduct(env),
];

const measureCost = async (databaseUrl: string | null): Promise<BenchLine> => {
  await using server = await startBenchServer("reply-server");
  await server.call("open", { databaseUrl });
  const cpuOf = async (name: string, input: object): Promise<number> => {
    const before = await server.call<number>("cpuMs");
    await server.call(name, input);
    return ((await server.call<number>("cpuMs")) - before) / replies;
  };
  const asking: number[] = [];
  const searching: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    asking.push(await cpuOf("writeAll", { conversations: replies }));
    searching.push(await cpuOf("searchAll", { questions: replies }));
  }
  // What was written so far is answered first: what is loaded and compiled once is nobody's reply.
  await server.call("start", { answers: replies * rounds + 1 });
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    all.push(await cpuOf("answerAll", { conversations: replies }));
  }
  const outcomes = await server.call<Record<string, number>>("outcomes");
  const loop = all.map((cost, round) => cost - (asking[round] ?? 0) - (searching[round] ?? 0));
  return {
    bench: "reply",
    part: "cost",
    engine: databaseUrl === null ? "embedded" : "postgres",
    replies: 2 * replies * rounds,
    sent: outcomes["sent"] ?? 0,
    wholeCpuMs: median(all),
    askingCpuMs: median(asking),
    searchingCpuMs: median(searching),
    loopCpuMs: median(loop),
    ...machine(),
  };
};

const measureProduct = async (env: Environment): Promise<BenchLine> => {
  await using model = await startStreamingModel();
  const superuserUrl = env["DATABASE_URL"] ?? "";
  await using database = superuserUrl === "" ? null : await makeScratchDatabase(superuserUrl, env);
  const dataDir = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    const settings = {
      ...env,
      ...(database === null ? { DATABASE_URL: undefined } : database.settings),
      XIN_LLM_URL: model.url,
      XIN_LLM_MODEL: "bench",
    };
    await using server = await startProcess(productCommand(dataDir, settings));
    const crowd = await measureCrowd(server.url, dataDir, model);
    return lineOf(database === null ? "embedded" : "postgres", crowd);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

const lineOf = (engine: string, crowd: CrowdSamples): BenchLine => {
  const p = (list: readonly number[], share: number) => rounded(percentile(list, share));
  return {
    bench: "reply",
    part: "product",
    engine,
    askedAtOnce: crowd.asked,
    answered: crowd.firstWordMs.length,
    firstWordP50Ms: p(crowd.firstWordMs, 0.5),
    firstWordP95Ms: p(crowd.firstWordMs, 0.95),
    answerP50Ms: p(crowd.answerMs, 0.5),
    lastAnswerMs: rounded(Math.max(0, ...crowd.answerMs)),
    quietAckP50Ms: p(crowd.quietAckMs, 0.5),
    quietAckP95Ms: p(crowd.quietAckMs, 0.95),
    crowdAckP50Ms: p(crowd.crowdAckMs, 0.5),
    crowdAckP95Ms: p(crowd.crowdAckMs, 0.95),
    ackP95Ratio: ratio(percentile(crowd.crowdAckMs, 0.95), percentile(crowd.quietAckMs, 0.95)),
    takeOvers: crowd.afterTakeOverMs.length,
    lastWordAfterTakeOverMs: rounded(Math.max(0, ...crowd.afterTakeOverMs)),
    ...machine(),
    rounds: 1,
    pinned: "no",
  };
};
