import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import { beginVersions, insertChunks, type NewChunk } from "#db/writes/source-versions.ts";
import type { StoredFailure } from "#db/writes/source-work.ts";
import type { ChunkDraft } from "./chunk-draft.ts";
import type { Counts } from "./counts.ts";
import { distinctTokensOf, featuresOf } from "./features.ts";
import { embedPassage, hashModel } from "./hash-embedding.ts";
import { type IndexDelta, IndexTally } from "./index-delta.ts";
import { tokenizerVersion } from "./tokens.ts";
import { yieldToOthers } from "./yield-to-others.ts";

/** What is known of a version as a whole. */
type VersionFacts = {
  readonly sourceId: string;
  readonly contentHash: Uint8Array;
  readonly title: string;
  readonly lang: "en" | "zh";
  /** Pages, of a document that has pages. */
  readonly pages?: number | null;
  /** The day the document itself says it ends to be true, as an ISO date. */
  readonly expiresAt?: string | null;
  /** Why a part of it is missing; null when all of it is there. */
  readonly failure?: StoredFailure | null;
};

/** Passages of one source that are to become its next version. */
export type VersionDraft = VersionFacts & {
  readonly chunks: readonly ChunkDraft[];
};

/** A version whose chunks are stored but not found yet. */
export type StagedVersion = VersionFacts & {
  readonly version: number;
  readonly delta: IndexDelta;
  readonly terms: Counts;
};

/** How many passages to store at a time, and how long to let others have the database in between. */
export type StagingPace = {
  readonly chunks: number;
  readonly pauseMs: number;
  /** Ends it between two batches. */
  readonly signal?: AbortSignal;
  /** Told how many passages are stored. */
  readonly onStored?: (count: number) => void;
};

/** As fast as it goes, for seeds and imports. */
const hurried: StagingPace = { chunks: 32, pauseMs: 0 };

/** For jobs beside live conversations: the embedded engine does one thing at a time. */
export const considerate: StagingPace = { chunks: 8, pauseMs: 10 };

/**
 * Stores the passages of some sources as versions that nobody finds yet, in small transactions, so that
 * others wait little for the database. Sources that are gone or have other bytes by now are left out.
 */
export const stageVersions = async (
  db: Db,
  tenantId: string,
  drafts: readonly VersionDraft[],
  pace: StagingPace = hurried,
): Promise<readonly StagedVersion[]> => {
  const begun = await beginAll(db, tenantId, drafts);
  const staged: StagedVersion[] = [];
  const breathe = yieldToOthers();
  let batch: NewChunk[] = [];
  let stored = 0;
  const flush = async () => {
    const chunks = batch;
    batch = [];
    if (chunks.length === 0) return;
    pace.signal?.throwIfAborted();
    await db.tenant(tenantId, (tx) => insertChunks(tx, tenantId, hashModel.id, chunks));
    stored += chunks.length;
    pace.onStored?.(stored);
    if (pace.pauseMs > 0) await sleep(pace.pauseMs);
  };
  for (const { draft, version } of begun) {
    const tally = new IndexTally();
    for (const [ordinal, chunk] of draft.chunks.entries()) {
      const features = featuresOf(chunk);
      tally.add(features);
      batch.push({
        ...chunk,
        id: uuidv7(),
        sourceId: draft.sourceId,
        sourceVersion: version,
        ordinal,
        contentHash: hashOf(chunk),
        tokens: distinctTokensOf(chunk),
        vector: embedPassage(features.pieces),
      });
      if (batch.length >= pace.chunks) await flush();
      await breathe();
    }
    const { chunks: _chunks, ...facts } = draft;
    staged.push({ ...facts, version, delta: tally.delta, terms: tally.terms });
  }
  await flush();
  return staged;
};

const beginAll = async (db: Db, tenantId: string, drafts: readonly VersionDraft[]) => {
  if (drafts.length === 0) return [];
  const sources = drafts.map(({ sourceId, contentHash }) => ({ id: sourceId, contentHash }));
  const versions = await db.tenant(tenantId, (tx) =>
    beginVersions(tx, tenantId, sources, tokenizerVersion),
  );
  return drafts.flatMap((draft) => {
    const version = versions.get(draft.sourceId);
    return version === undefined ? [] : [{ draft, version }];
  });
};

const hashOf = ({ title, heading, text }: ChunkDraft): string =>
  createHash("sha256").update(`${title}\0${heading}\0${text}`).digest("hex");
