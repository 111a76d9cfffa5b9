import { markReviewed } from "#db/writes/source-work.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { readSource } from "#db/reads/knowledge.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { noSource } from "./ingest.ts";

/** `reviewAfterMonths`: when to ask again, 1 to 120; null for the usual twelve. */
export type Review = { readonly sourceId: string; readonly reviewAfterMonths: number | null };

/** Says that a source is right as it is: it is not stale any more. Refused: `not_found`, `invalid`. */
export const reviewSource = async (
  { db, bus }: ActionDeps,
  envelope: Envelope,
  { sourceId, reviewAfterMonths }: Review,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const months = reviewAfterMonths ?? 1;
  if (!Number.isInteger(months) || months < 1 || months > 120) {
    const message = "reviewAfterMonths is a whole number from 1 to 120, or null.";
    throw new ActionRefused({ kind: "invalid", message });
  }
  const { tenantId } = envelope;
  const state = await db.tenant(tenantId, async (tx) => {
    const source = await readSource(tx, sourceId);
    if (source === null) throw noSource();
    if (envelope.dryRun) return null;
    await markReviewed(tx, sourceId, reviewAfterMonths);
    await recordAudit(tx, envelope, "knowledge.review", sourceId, { reviewAfterMonths });
    return source.state;
  });
  if (state !== null) bus.publish({ type: "knowledge", tenantId, sourceId, state });
};
