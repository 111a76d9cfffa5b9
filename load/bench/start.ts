import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { assetSizes } from "../lib/asset-sizes.ts";
import { memoryOf } from "../lib/memory.ts";
import { percentile, ratio, rounded } from "../lib/percentile.ts";
import { productCommand, startProcess } from "../lib/server-process.ts";
import type { BenchLine, Environment } from "./bench-line.ts";

/** The server must have come to rest before its memory is read. */
const restMs = 10_000;
const warmStarts = 3;

/**
 * First start on an empty folder, warm starts, memory at rest, and what browsers download. The
 * reference is a process of Node that does nothing but say so.
 */
export const benchStart = async (env: Environment): Promise<BenchLine[]> => {
  await buildWhatIsMissing(env);
  const dataDir = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    await using first = await startProcess(productCommand(dataDir, withoutDatabase(env)));
    const firstStartMs = first.readyMs;
    const sizes = await assetSizes(first.url);
    await first[Symbol.asyncDispose]();

    const warm: number[] = [];
    for (let turn = 1; turn < warmStarts; turn += 1) {
      await using again = await startProcess(productCommand(dataDir, withoutDatabase(env)));
      warm.push(again.readyMs);
    }
    await using last = await startProcess(productCommand(dataDir, withoutDatabase(env)));
    warm.push(last.readyMs);
    await wait(restMs);
    const memory = await memoryOf(last.pid);

    await using idle = await startProcess(idleCommand(env));
    const warmStartMs = percentile(warm, 0.5);
    return [
      {
        bench: "start",
        engine: "embedded",
        firstStartMs: rounded(firstStartMs),
        warmStartMs: rounded(warmStartMs),
        nodeStartMs: rounded(idle.readyMs),
        warmStartRatio: ratio(warmStartMs, idle.readyMs),
        serverMb: memory.ownMb,
        databaseMb: memory.childrenMb,
        ...sizes,
      },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};

/** A start that is not measured: the console and the database's template are built once, not with each. */
const buildWhatIsMissing = async (env: Environment): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    await using server = await startProcess(productCommand(folder, withoutDatabase(env)));
    await fetch(`${server.url}/livez`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const withoutDatabase = (env: Environment): Environment => ({ ...env, DATABASE_URL: undefined });

const idleCommand = (env: Environment) => ({
  args: ["-e", "console.log('ready at nothing'); setInterval(() => {}, 1000)"],
  env,
  ready: /^ready at (\S+)$/,
});
