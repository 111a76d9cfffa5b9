import { queueLiveSources } from "#db/writes/source-work.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { type KnowledgeDeps, sendIngestJob } from "./knowledge-deps.ts";

/** Sources put to work in one transaction: short ones let others have the database in between. */
const batchSize = 50;

/**
 * Reads every source that answers once more from its stored bytes, such as after an update that cuts
 * passages in another way. Each answers with what it has until it is done. Answers how many there are.
 */
export const reindexSources = async (
  { db, bus, queue }: KnowledgeDeps,
  envelope: Envelope,
): Promise<number> => {
  assertMay(envelope.actor.role, "knowledge.write");
  if (envelope.dryRun) return 0;
  const { tenantId } = envelope;
  let count = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const page = { after, limit: batchSize };
    const ids = await db.tenant(tenantId, async (tx) => {
      const queued = await queueLiveSources(tx, page);
      for (const sourceId of queued) await sendIngestJob(queue, tx, { tenantId, sourceId });
      return queued;
    });
    for (const sourceId of ids) {
      bus.publish({ type: "knowledge", tenantId, sourceId, state: "queued" });
    }
    count += ids.length;
    const last = ids.at(-1);
    if (last === undefined || ids.length < batchSize) break;
    after = last;
  }
  await db.tenant(tenantId, (tx) =>
    recordAudit(tx, envelope, "knowledge.reindex", null, { sources: count }),
  );
  return count;
};
