import type { Hub } from "./wire/hub.ts";

/** How often the child looks after its tables, in milliseconds. */
const everyMs = 60_000;

/**
 * PGlite has neither autovacuum nor a checkpointer. Each minute, tables with many dead or changed
 * rows are vacuumed and analysed, one at a time so that clients wait only for one, and the
 * write-ahead log is checkpointed, which keeps it and the recovery after a crash short.
 */
export const startMaintenance = (
  hub: Hub,
  onError: (error: unknown) => void,
  intervalMs: number = everyMs,
): { stop(): void } => {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    maintain(hub)
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, intervalMs);
  return { stop: () => clearInterval(timer) };
};

/** One round of maintenance; answers the tables it vacuumed. */
export const maintain = async (hub: Hub): Promise<string[]> => {
  const tables = await hub.chore(async (backend) => {
    // The one session there is never idles long enough to hand in its counters by itself.
    await backend.command("select pg_stat_force_next_flush()");
    return (await backend.rows(needy)).map(([name]) => name ?? "");
  });
  for (const table of tables) {
    await hub.chore((backend) => backend.command(`vacuum (analyze) ${table}`));
  }
  await hub.chore((backend) => backend.command("checkpoint"));
  return tables;
};

/** The thresholds of PostgreSQL's autovacuum: 50 rows and a fifth (a tenth for analyze) of the table. */
const needy = `
  select format('%I.%I', schemaname, relname) from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup
  order by n_dead_tup desc`;
