import type { Db } from "#db/client.ts";
import type { EmbeddingModel } from "#db/reads/embedding-models.ts";
import {
  type ChunkScope,
  copyVectors,
  insertVectors,
  readUnembedded,
  type UnembeddedChunk,
} from "#db/writes/embeddings.ts";
import { type Embedder, storedVector } from "./embedder.ts";
import { embeddersOf } from "./embedders.ts";

/** Which passages, and how the caller follows along. */
export type FillOptions = {
  readonly scope: ChunkScope;
  readonly signal?: AbortSignal;
  /** Called after each page with the number of vectors made since the last call. */
  readonly onStored?: (count: number) => void;
};

/**
 * Sees to it that every passage of the scope has its vector of a model: copies those of the same words,
 * and has the rest made, page by page. Stored vectors stay, so that after any interruption only the rest
 * is done; two at the same time do no harm. Rejects with EmbeddingFailure.
 */
export const fillVectors = async (
  db: Db,
  tenantId: string,
  model: EmbeddingModel,
  { scope, signal, onStored = () => {} }: FillOptions,
): Promise<void> => {
  const languages = model.settings.languages ?? null;
  const missing = { modelId: model.id, languages, scope };
  const copied = await db.tenant(tenantId, (tx) => copyVectors(tx, tenantId, missing), {
    deadlineMs: 60_000,
  });
  if (copied > 0) onStored(copied);
  const embedder = await embeddersOf(db).get(tenantId, model);
  let after = nil;
  for (;;) {
    signal?.throwIfAborted();
    const page = { after, limit: pageSize };
    const chunks = await db.tenant(tenantId, (tx) => readUnembedded(tx, missing, page));
    const last = chunks.at(-1);
    if (last === undefined) return;
    const vectors = await embedChunks(embedder, chunks, signal);
    await db.tenant(tenantId, (tx) => insertVectors(tx, tenantId, model.id, vectors));
    onStored(vectors.length);
    after = last.id;
  }
};

const nil = "00000000-0000-0000-0000-000000000000";

/** Passages between two looks at the database: what an interruption loses at most. */
const pageSize = 32;

const embedChunks = async (
  embedder: Embedder,
  chunks: readonly UnembeddedChunk[],
  signal: AbortSignal | undefined,
) => {
  const texts = chunks.map(({ title, heading, text }) =>
    [title, heading, text].filter((part) => part !== "").join("\n"),
  );
  const vectors = await embedder.embed(texts, "passage", signal);
  return chunks.map(({ id }, index) => ({ chunkId: id, ...storedVector(vectors[index]!) }));
};
