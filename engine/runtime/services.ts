import type { Db } from "#db/client.ts";
import type { Embedding } from "../knowledge/embedding/open-embedding.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import type { Identity } from "../identity/open-identity.ts";
import type { Mail } from "../mail/open-mail.ts";
import type { KeyProvider } from "../tenancy/key-provider.ts";
import type { Replay } from "../replay/open-replay.ts";
import type { Config } from "./config.ts";
import type { EventBus } from "./event-bus.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** What the parts of one process share. Made once, in server.ts, and handed down. */
export type Services = {
  readonly config: Config;
  readonly db: Db;
  readonly bus: EventBus;
  readonly jobs: Jobs;
  readonly knowledge: Knowledge;
  readonly embedding: Embedding;
  readonly mail: Mail;
  readonly identity: Identity;
  /** Answers past conversations and questions again, without side effects. */
  readonly replay: Replay;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly keyProvider: KeyProvider;
  /** The origin people use, such as https://help.example.com: XIN_PUBLIC_URL, or where we listen. */
  publicOrigin(): string;
};
