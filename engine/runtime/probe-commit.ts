import type { Db } from "#db/client.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { commitMark } from "#db/writes/commit-mark.ts";

/** How long a durable commit took, in milliseconds, or why there was none. */
export type CommitProbe =
  | { readonly ms: number; readonly problem: null }
  | { readonly ms: null; readonly problem: "database_away" | "database_slow" };

/** Commits a mark as a tenant's message would be committed, and measures it. Never rejects for an outage. */
export const probeCommit = async (
  db: Pick<Db, "tenant">,
  tenantId: string,
  deadlineMs: number,
): Promise<CommitProbe> => {
  const startedAtMs = performance.now();
  try {
    await db.tenant(tenantId, commitMark, { deadlineMs });
    return { ms: performance.now() - startedAtMs, problem: null };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const isAway = error.reason === "connection" || error.reason === "starting";
    return { ms: null, problem: isAway ? "database_away" : "database_slow" };
  }
};
