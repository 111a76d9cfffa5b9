import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import { makeScratchDatabase } from "../lib/scratch-database.ts";
import { productCommand, startProcess } from "../lib/server-process.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import type { Samples } from "./paced-traffic.ts";
import { measureProduct } from "./product-traffic.ts";
import { measureReference, referenceCommand } from "./reference-traffic.ts";

/**
 * 50 clients, 48 visitors in conversations of their own and two operators who follow them all: how long
 * a message takes to its acknowledgement, and to the other side's screen. The reference is a Socket.IO
 * server that stores nothing, with the same clients at the same pace.
 */
export const benchDelivery = async (env: Environment): Promise<BenchLine[]> => {
  const reference = await measureReferenceServer(env);
  const lines = [await measure("embedded", { ...env, DATABASE_URL: undefined }, reference)];
  const superuserUrl = env["DATABASE_URL"] ?? "";
  if (superuserUrl !== "") {
    await using database = await makeScratchDatabase(superuserUrl, env);
    lines.push(await measure("postgres", { ...env, ...database.settings }, reference));
  }
  return lines;
};

const measure = async (
  engine: string,
  env: Environment,
  reference: Samples,
): Promise<BenchLine> => {
  const dataDir = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    await using server = await startProcess(productCommand(dataDir, env));
    const samples = await measureProduct(server.url, dataDir);
    return lineOf(engine, samples, reference);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

const measureReferenceServer = async (env: Environment): Promise<Samples> => {
  await using server = await startProcess(referenceCommand(env));
  // Awaited here: the server ends with this block.
  return await measureReference(server.url);
};

const lineOf = (engine: string, samples: Samples, reference: Samples): BenchLine => {
  const p = (list: readonly number[], share: number) => rounded(percentile(list, share));
  return {
    bench: "delivery",
    engine,
    messages: samples.ackMs.length,
    perSecond: samples.perSecond,
    ackP50Ms: p(samples.ackMs, 0.5),
    ackP99Ms: p(samples.ackMs, 0.99),
    deliveryP50Ms: p(samples.deliveryMs, 0.5),
    deliveryP99Ms: p(samples.deliveryMs, 0.99),
    undelivered: samples.undelivered,
    referenceAckP50Ms: p(reference.ackMs, 0.5),
    referenceDeliveryP50Ms: p(reference.deliveryMs, 0.5),
    ackRatio: ratio(percentile(samples.ackMs, 0.5), percentile(reference.ackMs, 0.5)),
    deliveryRatio: ratio(
      percentile(samples.deliveryMs, 0.5),
      percentile(reference.deliveryMs, 0.5),
    ),
  };
};
