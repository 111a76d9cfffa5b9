import { readSource } from "#db/reads/knowledge.ts";
import { cancelSourceWork } from "#db/writes/source-work.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { noSource } from "./ingest.ts";

/**
 * Ends the work on a source, in whatever state it is: the worker stops within a second or so, and
 * nothing of what it made is ever found. What answered before goes on answering. Refused as `not_found`,
 * and as `conflict` when nobody works on it.
 */
export const cancelSource = async (
  { db, bus }: ActionDeps,
  envelope: Envelope,
  { sourceId }: { readonly sourceId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const state = await db.tenant(tenantId, async (tx) => {
    const source = await readSource(tx, sourceId);
    if (source === null) throw noSource();
    if (source.progress === null) throw notWorking();
    if (envelope.dryRun) return null;
    const ended = await cancelSourceWork(tx, sourceId);
    if (ended === null) throw notWorking();
    await recordAudit(tx, envelope, "knowledge.cancel", sourceId);
    return ended;
  });
  if (state !== null) bus.publish({ type: "knowledge", tenantId, sourceId, state });
};

const notWorking = (): ActionRefused =>
  new ActionRefused({
    kind: "conflict",
    message: "Nothing is being done with this source: there is nothing to cancel.",
  });
