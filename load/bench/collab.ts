import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile, rounded } from "../lib/percentile.ts";
import { makeScratchDatabase } from "../lib/scratch-database.ts";
import { productCommand, startProcess } from "../lib/server-process.ts";
import type { BenchLine, Environment } from "./bench-line.ts";
import { benchCollabCost } from "./collab-cost.ts";
import { measureCollab } from "./collab-traffic.ts";
import { machine } from "./measured.ts";

/**
 * One page, 30 editors, five changes a second each: how long a change takes until it is committed, and until
 * others see it, and what a delivery costs beside Hocuspocus. Then 10,000 edits more, and how long that page takes to open. With sessions, limits, checks
 * and the database as in use.
 */
export const benchCollab = async (env: Environment): Promise<BenchLine[]> => {
  const superuserUrl = env["DATABASE_URL"] ?? "";
  await using database = superuserUrl === "" ? null : await makeScratchDatabase(superuserUrl, env);
  const dataDir = await mkdtemp(join(tmpdir(), "xin-bench-"));
  try {
    const settings = database === null ? { DATABASE_URL: undefined } : database.settings;
    await using server = await startProcess(productCommand(dataDir, { ...env, ...settings }));
    const samples = await measureCollab(server.url, dataDir);
    const p = (list: readonly number[], share: number) => rounded(percentile(list, share));
    return [
      {
        bench: "collab",
        engine: database === null ? "embedded" : "postgres",
        updates: samples.updates,
        converged: samples.converged ? "yes" : "no",
        ackP50Ms: p(samples.ackMs, 0.5),
        ackP99Ms: p(samples.ackMs, 0.99),
        shown: samples.shownMs.length,
        shownP50Ms: p(samples.shownMs, 0.5),
        shownP99Ms: p(samples.shownMs, 0.99),
        editsOfLongPage: samples.edits,
        openP50Ms: p(samples.openMs, 0.5),
        openWorstMs: p(samples.openMs, 1),
        coldOpenMs: rounded(samples.coldOpenMs),
        ...machine(),
        rounds: 1,
        pinned: "no",
      },
      await benchCollabCost(env),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
