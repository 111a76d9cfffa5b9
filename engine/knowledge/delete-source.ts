import type { Tx } from "#db/client.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import { lockKnowledgeBase, markSourceDeleted, sweepIndex } from "#db/writes/knowledge.ts";
import { closeLiveVersions, lockSources } from "#db/writes/source-versions.ts";
import { readSource } from "#db/reads/knowledge.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { deltaOfVersion, type IndexDelta } from "./index-delta.ts";
import { noSource } from "./ingest.ts";
import { applyDelta } from "./publish-versions.ts";

/**
 * Deletes a source: from the next question on nothing of it is found, and its bytes are gone. The text of
 * its passages stays where old answers point to it. A job that is processing it ends by itself. Cannot be
 * undone. Refused as `not_found` when there is no such source.
 */
export const deleteSource = async (
  deps: ActionDeps,
  envelope: Envelope,
  { sourceId }: { readonly sourceId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { db, bus } = deps;
  const { tenantId } = envelope;
  for (;;) {
    const source = await db.tenant(tenantId, (tx) => readSource(tx, sourceId));
    if (source === null) throw noSource();
    if (envelope.dryRun) return;
    const { version } = source;
    // Counting its words again takes a while for a long source: before the transaction, not in it.
    const delta =
      version === null ? null : await deltaOfVersion(db, tenantId, { sourceId, version });
    const closes = version === null || delta === null ? null : { version, delta };
    const done = await db.tenant(tenantId, (tx) => remove(tx, envelope, sourceId, closes));
    if (done) break;
  }
  bus.publish({ type: "knowledge", tenantId, sourceId, state: "deleted" });
  await db.tenant(tenantId, (tx) => sweepIndex(tx, sourceId), { deadlineMs: 20_000 });
};

type Closes = { readonly version: number; readonly delta: IndexDelta };

/** Answers false when a new version went live since the old one was counted. */
const remove = async (
  tx: Tx,
  envelope: Envelope,
  sourceId: string,
  closes: Closes | null,
): Promise<boolean> => {
  const source = (await lockSources(tx, [sourceId])).get(sourceId);
  if (source === undefined) throw noSource();
  if (source.liveVersion !== (closes?.version ?? null)) return false;
  if (closes !== null) {
    const base = await lockKnowledgeBase(tx);
    await closeLiveVersions(tx, [sourceId], base.version + 1);
    await applyDelta(tx, base, { add: [], remove: [closes.delta] });
  }
  await markSourceDeleted(tx, sourceId);
  await recordAudit(tx, envelope, "knowledge.delete", sourceId);
  const { kind, id, name } = envelope.actor;
  await appendTenantEvent(tx, envelope.tenantId, {
    type: "knowledge.deleted",
    actor: { kind, id, name },
    payload: { sourceId },
    traceparent: envelope.traceparent,
  });
  return true;
};
