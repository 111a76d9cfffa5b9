import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedding } from "#engine/knowledge/embedding/open-embedding.ts";
import { openKnowledge } from "#engine/knowledge/open-knowledge.ts";
import { openIdentity } from "#engine/identity/open-identity.ts";
import { openMail } from "#engine/mail/open-mail.ts";
import { openReplay } from "#engine/replay/open-replay.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { openJobs } from "#engine/runtime/jobs/jobs.ts";
import { makeLogger } from "#engine/runtime/log.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import type { Services } from "#engine/runtime/services.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { openTestDb } from "./test-db.ts";

/** The services of a process, on a fresh embedded database. */
export type TestServices = Services & { close(): Promise<void> };

/** Opens everything a process shares, without the parts that act by themselves. */
export const openTestServices = async (
  env: Readonly<Record<string, string>> = {},
): Promise<TestServices> => {
  const dataDir = await mkdtemp(join(tmpdir(), "xin-services-"));
  const config = readConfig({ XIN_DATA_DIR: dataDir, XIN_LOG_LEVEL: "silent", ...env });
  const log = makeLogger(config, process.stderr);
  const test = await openTestDb();
  const jobs = await openJobs(test.endpoint("xin_jobs"), {
    engine: test.db.engine,
    onError: (error) => log.error({ err: error }, "job queue"),
  });
  const keyProvider = await openLocalKeys(dataDir);
  const bus = makeMemoryBus(log);
  const mail = await openMail({ db: test.db, log, keyProvider, config }, jobs);
  const replay = openReplay({ db: test.db, log, keyProvider, config });
  return {
    config,
    db: test.db,
    bus,
    jobs,
    knowledge: await openKnowledge({ db: test.db, bus, log }, jobs),
    embedding: await openEmbedding({ db: test.db, log }, jobs, { keys: keyProvider, config }),
    mail,
    identity: openIdentity({ db: test.db, bus, log, keyProvider, mail }),
    replay,
    log,
    metrics: makeMetrics(),
    keyProvider,
    publicOrigin: () => config.publicUrl ?? "http://127.0.0.1:3000",
    close: async () => {
      await replay.close();
      await jobs.stop();
      await bus.close();
      await test.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
