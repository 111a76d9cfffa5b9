import { createHash } from "node:crypto";
import { findSourceByContent, readSource } from "#db/reads/knowledge.ts";
import { replaceSourceContent } from "#db/writes/knowledge.ts";
import { queueSource } from "#db/writes/source-work.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { refuseDuplicate } from "../tenancy/refuse-duplicate.ts";
import { checkKnowledge, type NewKnowledge } from "./check-knowledge.ts";
import { noSource } from "./ingest.ts";
import { type KnowledgeDeps, sendIngestJob } from "./knowledge-deps.ts";

/** The new content of a source. Without a title it keeps the one a person gave it, else takes the document's. */
export type Replacement = { readonly sourceId: string } & Pick<
  NewKnowledge,
  "filename" | "mime" | "bytes" | "title"
>;

/**
 * Gives a source other bytes: a new edition of the same document. The old ones answer until the new ones
 * are read, and go on when they cannot be. Refused: `not_found`, `invalid`, `too_large`, and `conflict`
 * when another source has the same bytes.
 */
export const replaceSource = async (
  { db, bus, queue }: KnowledgeDeps,
  envelope: Envelope,
  { sourceId, ...input }: Replacement,
): Promise<void> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const { tenantId } = envelope;
  const given = checkKnowledge({ ...input, kind: "file" });
  const contentHash = createHash("sha256").update(given.content).digest();
  const replace = db.tenant(
    tenantId,
    async (tx) => {
      const source = await readSource(tx, sourceId);
      if (source === null) throw noSource();
      const same = await findSourceByContent(tx, contentHash);
      if (same !== null && same.id !== sourceId) throw duplicate();
      if (envelope.dryRun) return;
      if (same === null) {
        const filename = given.filename ?? source.filename;
        await replaceSourceContent(tx, { ...given, filename, id: sourceId, contentHash });
      } else await queueSource(tx, sourceId);
      await sendIngestJob(queue, tx, { tenantId, sourceId });
      const { length } = given.content;
      await recordAudit(tx, envelope, "knowledge.replace", sourceId, { bytes: length });
    },
    { deadlineMs: 20_000 },
  );
  await refuseDuplicate(duplicateMessage, () => replace);
  if (envelope.dryRun) return;
  bus.publish({ type: "knowledge", tenantId, sourceId, state: "queued" });
};

const duplicateMessage = "Another source has the same content already.";

const duplicate = (): ActionRefused =>
  new ActionRefused({ kind: "conflict", message: duplicateMessage });
