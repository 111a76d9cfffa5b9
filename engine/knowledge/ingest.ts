import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#db/client.ts";
import {
  findSourceByContent,
  findSourceByUrl,
  readSource,
  type SourceState,
} from "#db/reads/knowledge.ts";
import {
  countSources,
  ensureKnowledgeBase,
  insertSource,
  replaceSourceContent,
} from "#db/writes/knowledge.ts";
import { queueSource } from "#db/writes/source-work.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { checkKnowledge, type NewKnowledge } from "./check-knowledge.ts";
import { hashModel } from "./hash-embedding.ts";
import { type KnowledgeDeps, sendIngestJob } from "./knowledge-deps.ts";
import { limits } from "./limits.ts";

/** `isNew` is false when the same bytes were a source already: that one is answered. */
export type AddedSource = { readonly sourceId: string; readonly isNew: boolean };

/**
 * Stores a source and sets it to work, in one transaction: a source that was answered is processed,
 * whatever dies. The same bytes again answer the source that has them, and try it again if it had
 * failed or was cancelled. A url that is a source already gets the new bytes, and keeps answering with the old until
 * they are ready. Refused: `forbidden`, `invalid`, `too_large`, `conflict` when the base is full.
 */
export const addSource = async (
  deps: KnowledgeDeps,
  envelope: Envelope,
  input: NewKnowledge,
): Promise<AddedSource> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const source = checkKnowledge(input);
  const contentHash = createHash("sha256").update(source.content).digest();
  const added = await deps.db.tenant(
    tenantId,
    async (tx) => {
      const same = await findSourceByContent(tx, contentHash);
      if (same !== null && (!wantsRetry(same.state) || envelope.dryRun)) {
        return { sourceId: same.id, isNew: false, isQueued: false };
      }
      if (same !== null) {
        await enqueue(deps, tx, tenantId, same.id);
        return { sourceId: same.id, isNew: false, isQueued: true };
      }
      const page =
        source.kind === "url" && source.url ? await findSourceByUrl(tx, source.url) : null;
      const sourceId = page?.id ?? uuidv7();
      if (envelope.dryRun) return { sourceId, isNew: page === null, isQueued: false };
      if (page === null) {
        const stored = await insert(tx, envelope, { ...source, id: sourceId, contentHash });
        // The same bytes came twice at the same moment, and the other transaction was first.
        if (!stored) return twin(tx, contentHash);
      } else {
        await replaceSourceContent(tx, { ...source, id: sourceId, contentHash });
        await recordAudit(tx, envelope, "knowledge.replace", sourceId, {
          bytes: source.content.length,
        });
      }
      await enqueue(deps, tx, tenantId, sourceId);
      return { sourceId, isNew: page === null, isQueued: true };
    },
    { deadlineMs: 20_000 },
  );
  const { sourceId, isNew, isQueued } = added;
  if (isQueued) deps.bus.publish({ type: "knowledge", tenantId, sourceId, state: "queued" });
  return { sourceId, isNew };
};

/**
 * Processes a source once more from its stored bytes: after a failure, or to index it anew. What it
 * has keeps answering meanwhile. Refused as `not_found` when there is no such source.
 */
export const retrySource = async (
  deps: KnowledgeDeps,
  envelope: Envelope,
  { sourceId }: { readonly sourceId: string },
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  await deps.db.tenant(tenantId, async (tx) => {
    if ((await readSource(tx, sourceId)) === null) throw noSource();
    if (envelope.dryRun) return;
    await enqueue(deps, tx, tenantId, sourceId);
    await recordAudit(tx, envelope, "knowledge.retry", sourceId);
  });
  if (envelope.dryRun) return;
  deps.bus.publish({ type: "knowledge", tenantId, sourceId, state: "queued" });
};

/** The one answer for a source that does not exist, was deleted, or is another tenant's. */
export const noSource = (): ActionRefused =>
  new ActionRefused({ kind: "not_found", message: "There is no such source." });

/** Adding what did not work, or was cancelled, is asking for it once more. */
const wantsRetry = (state: SourceState): boolean => state === "failed" || state === "cancelled";

const enqueue = async (
  { queue }: KnowledgeDeps,
  tx: Tx,
  tenantId: string,
  sourceId: string,
): Promise<void> => {
  await queueSource(tx, sourceId);
  await sendIngestJob(queue, tx, { tenantId, sourceId });
};

const insert = async (
  tx: Tx,
  envelope: Envelope,
  source: ReturnType<typeof checkKnowledge> & { readonly id: string; readonly contentHash: Buffer },
): Promise<boolean> => {
  const { tenantId, actor } = envelope;
  await ensureKnowledgeBase(tx, tenantId, hashModel);
  if ((await countSources(tx)) >= limits.sourcesOfTenant) {
    throw new ActionRefused({
      kind: "conflict",
      message: `A workspace may have ${limits.sourcesOfTenant} sources. Delete some you no longer need.`,
    });
  }
  const stored = await insertSource(tx, { ...source, tenantId, createdBy: actor });
  if (!stored) return false;
  await recordAudit(tx, envelope, "knowledge.add", source.id, {
    kind: source.kind,
    bytes: source.content.length,
  });
  return true;
};

const twin = async (tx: Tx, contentHash: Uint8Array) => {
  const source = await findSourceByContent(tx, contentHash);
  if (source !== null) return { sourceId: source.id, isNew: false, isQueued: false };
  throw new ActionRefused({
    kind: "conflict",
    message: "The same content was just added and deleted. Try again.",
  });
};
