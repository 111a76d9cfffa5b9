import type { Db } from "#db/client.ts";
import type { KeyProvider } from "../tenancy/key-provider.ts";
import type { Config } from "./config.ts";
import type { EventBus } from "./event-bus.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** What every part of a process may build on, before there are any parts. */
export type Foundation = {
  readonly config: Config;
  readonly db: Db;
  readonly bus: EventBus;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly keyProvider: KeyProvider;
  /** The origin people use, such as https://help.example.com: XIN_PUBLIC_URL, or where we listen. */
  publicOrigin(): string;
};
