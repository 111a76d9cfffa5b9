import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import { findSourceByContent } from "#db/reads/knowledge.ts";
import { ensureKnowledgeBase, insertSources } from "#db/writes/knowledge.ts";
import type { Envelope } from "../actions/envelope.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { assertMay } from "../tenancy/permissions.ts";
import type { ChunkDraft } from "./chunk-draft.ts";
import { embedVersions } from "./embedding/embed-versions.ts";
import { hashModel } from "./hash-embedding.ts";
import { publishVersions } from "./publish-versions.ts";
import { stageVersions } from "./stage-version.ts";

/** A document to index at once. `content` is what is kept to extract from again, and what tells documents apart. */
export type IndexDocument = {
  readonly title: string;
  readonly url: string | null;
  readonly lang: "en" | "zh";
  readonly filename: string;
  readonly mime: string;
  readonly content: Uint8Array;
  readonly chunks: readonly ChunkDraft[];
};

/**
 * Indexes many documents and answers when all of them can be found: for seeds, imports and evaluation.
 * The same steps as a job of ingestion, in larger batches. A document whose bytes are a source already
 * is left as it is. Answers the id of the source of each document, in order.
 */
export const indexNow = async (
  deps: { readonly db: Db },
  envelope: Envelope,
  documents: readonly IndexDocument[],
): Promise<readonly string[]> => {
  assertMay(envelope.actor.role, "knowledge.write");
  const ids: string[] = [];
  for (let start = 0; start < documents.length; start += batchSize) {
    ids.push(...(await indexBatch(deps.db, envelope, documents.slice(start, start + batchSize))));
  }
  return ids;
};

/** Sources of one batch: their statistics are held in memory together, 0.4 MB each. */
const batchSize = 40;

const indexBatch = async (
  db: Db,
  envelope: Envelope,
  documents: readonly IndexDocument[],
): Promise<readonly string[]> => {
  const { tenantId, actor } = envelope;
  const sources = documents.map(({ chunks, ...document }) => ({
    ...document,
    id: uuidv7(),
    kind: "file" as const,
    titleGiven: true,
    contentHash: createHash("sha256").update(document.content).digest(),
    createdBy: actor,
    chunks,
  }));
  const ids = await db.tenant(
    tenantId,
    async (tx) => {
      await ensureKnowledgeBase(tx, tenantId, hashModel);
      const rows = sources.map(({ chunks: _chunks, ...source }) => source);
      const added = await insertSources(tx, tenantId, rows);
      await recordAudit(tx, envelope, "knowledge.index", null, { sources: added.size });
      const twins = sources.filter(({ id }) => !added.has(id));
      const existing = await Promise.all(
        twins.map(({ contentHash }) => findSourceByContent(tx, contentHash)),
      );
      const idOfTwin = new Map(twins.map(({ id }, index) => [id, existing[index]?.id ?? id]));
      return sources.map(({ id }) => idOfTwin.get(id) ?? id);
    },
    { deadlineMs: 30_000 },
  );
  const drafts = sources
    .filter(({ id }, index) => ids[index] === id)
    .map(({ id, contentHash, title, lang, chunks }) => ({
      sourceId: id,
      contentHash,
      title,
      lang,
      chunks,
    }));
  const staged = await stageVersions(db, tenantId, drafts);
  await embedVersions(db, tenantId, staged);
  await publishVersions(db, tenantId, staged);
  return ids;
};
