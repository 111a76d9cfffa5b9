import { openDataFolder } from "#db/embedded/data-folder.ts";
import { openEmbedding } from "../knowledge/embedding/open-embedding.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { openIdentity } from "../identity/open-identity.ts";
import { openMail } from "../mail/open-mail.ts";
import { openLocalKeys } from "../tenancy/key-provider.ts";
import { openReplay } from "../replay/open-replay.ts";
import { countOutages } from "./count-outages.ts";
import { ConfigError, type Config } from "./config.ts";
import type { EventBus } from "./event-bus.ts";
import { type Jobs, openJobs } from "./jobs/jobs.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Logger } from "./log.ts";
import { measureIngestion } from "./measure-ingestion.ts";
import type { Metrics } from "./metrics.ts";
import { type OpenedDatabase, openDatabase } from "./open-database.ts";
import { patiently } from "./patiently.ts";
import type { Services } from "./services.ts";

/** What exists before the services do. */
export type Foundation = {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bus: EventBus;
  readonly lifecycle: Lifecycle;
  readonly publicOrigin: () => string;
};

/** Opens what the parts of a process share, and sees to it that it is closed in the right order. */
export const startServices = async (foundation: Foundation): Promise<Services> => {
  const { config, log, lifecycle } = foundation;
  // Also with DATABASE_URL: the key file lies there.
  await openDataFolder(config.dataDir);
  const keyProvider = await openLocalKeys(config.dataDir);
  const database = await openDatabase(config, log);
  lifecycle.onStop("database", () => database.close());
  const jobs = await startJobs(database, log);
  lifecycle.onStop("jobs", () => jobs.stop());
  const { metrics, bus, publicOrigin } = foundation;
  const db = countOutages(database.db, metrics);
  const knowledgeDeps = { db, log, bus: measureIngestion(bus, metrics) };
  const web = { allow: config.crawlAllow, contact: config.publicUrl };
  const knowledge = await patiently(log, () => openKnowledge(knowledgeDeps, jobs, web));
  const world = { keys: keyProvider, config };
  const embedding = await patiently(log, () => openEmbedding({ db, log }, jobs, world));
  const mail = await patiently(log, () => openMail({ db, log, keyProvider, config }, jobs));
  const identity = openIdentity({ db, bus, log, keyProvider, mail });
  const replay = openReplay({ db, log, keyProvider, config });
  lifecycle.onStop("consumers", () => replay.close());
  const opened = { keyProvider, jobs, knowledge, embedding, mail, identity, replay, db };
  return { config, log, metrics, bus, publicOrigin, ...opened };
};

const startJobs = async ({ db, endpoint }: OpenedDatabase, log: Logger): Promise<Jobs> => {
  const jobsEndpoint = endpoint("xin_jobs");
  if (jobsEndpoint === null) {
    throw new ConfigError({
      message:
        "XIN_JOBS_URL is missing. With DATABASE_URL set, the job queue needs the same database as role xin_jobs, such as XIN_JOBS_URL=postgres://xin_jobs:password@127.0.0.1:5432/xin.",
    });
  }
  const onError = (error: Error) => log.warn({ err: error }, "the job queue had a failure");
  return patiently(log, () => openJobs(jobsEndpoint, { engine: db.engine, onError }));
};
