import { setTimeout as wait } from "node:timers/promises";
import { DatabaseUnavailable, unavailable } from "#db/errors.ts";
import { outageReason } from "#db/outage.ts";
import type { Logger } from "./log.ts";

/** How long a start waits for a database that is not there, such as one that is starting as well. */
const patienceMs = 10_000;
/** How long for one that is there and slow: a node that comes back while everybody does must not give up. */
const slowPatienceMs = 60_000;

/**
 * Runs something that a start needs the database for. An absent database is asked again for ten
 * seconds, a slow one for a minute; then DatabaseUnavailable says what to check, and a supervisor starts the process again.
 */
export const patiently = async <T>(log: Logger, run: () => Promise<T>): Promise<T> => {
  const beganMs = performance.now();
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const reason = error instanceof DatabaseUnavailable ? error.reason : outageReason(error);
      if (reason === null) throw error;
      const patience = reason === "deadline" ? slowPatienceMs : patienceMs;
      if (performance.now() - beganMs > patience) throw unavailable(reason, "none", error);
      log.warn({ reason }, "waiting for the database");
      await wait(1000);
    }
  }
};
