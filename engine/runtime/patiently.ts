import { setTimeout as wait } from "node:timers/promises";
import { DatabaseUnavailable, unavailable } from "#db/errors.ts";
import { outageReason } from "#db/outage.ts";
import type { Logger } from "./log.ts";

/** How long a start waits for a database that does not answer, such as one that is starting as well. */
const patienceMs = 10_000;

/**
 * Runs something that a start needs the database for. An absent database is asked again for ten
 * seconds; then DatabaseUnavailable says what to check, and a supervisor starts the process again.
 */
export const patiently = async <T>(log: Logger, run: () => Promise<T>): Promise<T> => {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const reason = error instanceof DatabaseUnavailable ? error.reason : outageReason(error);
      if (reason === null) throw error;
      if (performance.now() > endsAt) throw unavailable(reason, "none", error);
      log.warn({ reason }, "waiting for the database");
      await wait(1000);
    }
  }
};
