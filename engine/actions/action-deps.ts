import type { Db } from "#db/client.ts";
import type { EventBus } from "../runtime/event-bus.ts";
import type { Logger } from "../runtime/log.ts";
import type { Metrics } from "../runtime/metrics.ts";

/** What an action works with. Made once in a process. */
export type ActionDeps = {
  readonly db: Db;
  readonly bus: EventBus;
  readonly log: Logger;
  readonly metrics?: Pick<Metrics, "appendBatchRows" | "appendBatchSeconds">;
  /** The time of the acts, where it is not now: the demo's past. Without it the database's clock. */
  readonly clock?: () => Date;
};
