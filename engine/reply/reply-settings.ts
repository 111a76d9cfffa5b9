import type { Identity } from "../identity/open-identity.ts";
import type { Foundation } from "../runtime/foundation.ts";
import type { Crm } from "../crm/open-crm.ts";
import type { Provider } from "./provider.ts";
import type { ReplyModels } from "./reply-models.ts";

/** What replies need of the process. */
export type ReplyDeps = Pick<Foundation, "db" | "bus" | "log" | "metrics"> & {
  readonly identity: Identity;
  readonly models: ReplyModels;
  readonly crm: Crm;
};

/** How the replies of a process work. */
export type ReplySettings = {
  /** Those of the installation, asked in this order where a workspace has none of its own. */
  readonly providers: readonly Provider[];
  /** Pause between two words of the built-in model, so that people can read along and take over. */
  readonly paceMs: number;
  /** Name of this worker, unique among all nodes. */
  readonly worker: string;
  /** A worker that dies is replaced after this long. */
  readonly leaseMs: number;
  /** How often the log is looked at without being woken. */
  readonly pollMs: number;
  /** Replies at the same time, in all and of one workspace: one workspace never takes them all. */
  readonly maxRuns: number;
  readonly maxRunsOfTenant: number;
  /**
   * Longest pause between the beginnings of two replies, in ms; it ends with the first one. To begin costs some
   * 20 CPU-ms at once: people whose messages the same process stores get in between. 0 where it serves nobody else.
   */
  readonly startGapMs: number;
};

/** Claims of one message after which it goes to a person: something about it breaks the worker. */
export const maxAttempts = 5;
