import { getConstructionPlans } from "pg-boss";
import type { Pool } from "./pool.ts";

/** The schema of the job queue, owned by xin_jobs. Row level security does not reach it. */
export const jobsSchema = "pgboss";

/**
 * Statements that install the queue's tables, to be run as xin_jobs. A later version of pg-boss
 * upgrades them by itself when the queue starts.
 */
export const jobsTables = (): string => getConstructionPlans(jobsSchema, { createSchema: false });

/** What lets xin_app put a job into the queue inside its own transaction, and no more. */
export const jobsGrants = `
  grant select on ${jobsSchema}.queue to xin_app;
  grant insert, select (id, start_after) on ${jobsSchema}.job, ${jobsSchema}.job_common to xin_app;`;

/**
 * Runs the grants as xin_jobs. Processes that start together take turns: PostgreSQL refuses a GRANT
 * beside another one.
 */
export const grantJobs = (pool: Pool): Promise<unknown> =>
  pool.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${jobsSchema}))`;
    await tx.unsafe(jobsGrants);
  });

/** Installs the queue's tables on PostgreSQL when they are missing; run by the owner, who is a member of xin_jobs. */
export const installJobsSchema = async (owner: Pool): Promise<void> => {
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${jobsSchema}))`;
    await tx`set local role xin_jobs`;
    const [found] = await tx<{ installed: boolean }[]>`
      select to_regclass(${`${jobsSchema}.version`}) is not null as installed`;
    if (!found?.installed) await tx.unsafe(withoutTransaction(jobsTables()));
    await tx.unsafe(jobsGrants);
  });
};

const withoutTransaction = (plan: string): string =>
  plan.replace(/^\s*begin;/i, "").replace(/commit;\s*$/i, "");
