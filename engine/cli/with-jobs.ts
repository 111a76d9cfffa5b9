import { ConfigError } from "../runtime/config.ts";
import { type Jobs, openJobs } from "../runtime/jobs/jobs.ts";
import type { OpenedDatabase } from "../runtime/open-database.ts";
import type { CommandContext } from "./command.ts";

/** Opens the job queue of an open database for a command and stops it afterwards. */
export const withJobs = async <T>(
  { log }: Pick<CommandContext, "log">,
  database: OpenedDatabase,
  run: (jobs: Jobs) => Promise<T>,
): Promise<T> => {
  const endpoint = database.endpoint("xin_jobs");
  if (endpoint === null) {
    throw new ConfigError({
      message:
        "XIN_JOBS_URL is missing. Set it to the same database as DATABASE_URL, as role xin_jobs.",
    });
  }
  const onError = (error: Error) => log.warn({ err: error }, "the job queue had a failure");
  const jobs = await openJobs(endpoint, { engine: database.db.engine, onError });
  try {
    return await run(jobs);
  } finally {
    await jobs.stop();
  }
};
