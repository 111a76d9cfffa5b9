import type { Db, Tx } from "#db/client.ts";
import { readLiveVersionsOf, type SourceState, workingStates } from "#db/reads/knowledge.ts";
import { appendTenantEvent } from "#db/writes/append-tenant-event.ts";
import {
  lockKnowledgeBase,
  type LockedKnowledgeBase,
  updateKnowledgeBase,
} from "#db/writes/knowledge.ts";
import { closeLiveVersions, lockSources, openVersions } from "#db/writes/source-versions.ts";
import { encodeCounts } from "./counts.ts";
import { deltaOfVersion, type IndexDelta } from "./index-delta.ts";
import { limits } from "./limits.ts";
import { SourceFailure } from "./source-failure.ts";
import type { StagedVersion } from "./stage-version.ts";
import { addFrequencies, decodeFrequencies, encodeFrequencies } from "./statistics.ts";

/** A staged version with what it replaces: the live version when its delta was computed, null for none. */
type Replacement = {
  readonly staged: StagedVersion;
  readonly replaces: { readonly version: number; readonly delta: IndexDelta } | null;
};

/**
 * Makes staged versions answer, all in one transaction, each in the place of its source's version before:
 * a question finds the old passages or the new ones, never both and never neither. Answers the ids of
 * the sources that went live; the rest were deleted, cancelled, or given other bytes meanwhile.
 */
export const publishVersions = async (
  db: Db,
  tenantId: string,
  staged: readonly StagedVersion[],
): Promise<readonly string[]> => {
  for (;;) {
    const replacements = await withReplaced(db, tenantId, staged);
    const live = await db.tenant(tenantId, (tx) => publish(tx, tenantId, replacements), {
      deadlineMs: publishMs,
    });
    if (live !== "changed") return live;
  }
};

/** Changes the statistics and counts of the knowledge base, whose row the transaction holds. */
export const applyDelta = async (
  tx: Tx,
  base: LockedKnowledgeBase,
  change: { readonly add: readonly IndexDelta[]; readonly remove: readonly IndexDelta[] },
): Promise<void> => {
  const frequencies = await decodeFrequencies(base.frequencies);
  let { chunkCount, tokenCount } = base;
  for (const delta of change.add) {
    addFrequencies(frequencies, delta.frequencies, 1);
    chunkCount += delta.chunkCount;
    tokenCount += delta.tokenCount;
  }
  for (const delta of change.remove) {
    addFrequencies(frequencies, delta.frequencies, -1);
    chunkCount -= delta.chunkCount;
    tokenCount -= delta.tokenCount;
  }
  await updateKnowledgeBase(tx, {
    version: base.version + 1,
    chunkCount,
    sourceCount: base.sourceCount + change.add.length - change.remove.length,
    tokenCount: Math.max(0, tokenCount),
    frequencies: await encodeFrequencies(frequencies),
  });
};

/** Long enough for the statistics of a large batch. */
const publishMs = 20_000;

const withReplaced = async (
  db: Db,
  tenantId: string,
  staged: readonly StagedVersion[],
): Promise<readonly Replacement[]> => {
  const replacements: Replacement[] = [];
  const live = await db.tenant(tenantId, (tx) =>
    readLiveVersionsOf(
      tx,
      staged.map(({ sourceId }) => sourceId),
    ),
  );
  for (const version of staged.toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1))) {
    const { sourceId } = version;
    const before = live.get(sourceId) ?? null;
    const replaces =
      before === null
        ? null
        : {
            version: before,
            delta: await deltaOfVersion(db, tenantId, { sourceId, version: before }),
          };
    replacements.push({ staged: version, replaces });
  }
  return replacements;
};

const publish = async (
  tx: Tx,
  tenantId: string,
  replacements: readonly Replacement[],
): Promise<readonly string[] | "changed"> => {
  const ready: Replacement[] = [];
  const sources = await lockSources(
    tx,
    replacements.map(({ staged }) => staged.sourceId),
  );
  for (const replacement of replacements) {
    const { staged, replaces } = replacement;
    const source = sources.get(staged.sourceId);
    if (
      source === undefined ||
      !isWorkedOn(source.state) ||
      !same(source.contentHash, staged.contentHash)
    )
      continue;
    if (source.liveVersion === staged.version) continue;
    if (source.liveVersion !== (replaces?.version ?? null)) return "changed";
    ready.push(replacement);
  }
  if (ready.length === 0) return [];
  const base = await lockKnowledgeBase(tx);
  const growth = ready.reduce(
    (sum, { staged, replaces }) =>
      sum + staged.delta.chunkCount - (replaces?.delta.chunkCount ?? 0),
    0,
  );
  if (growth > 0 && base.chunkCount + growth > limits.chunksOfTenant) {
    const detail = `${base.chunkCount} passages, and ${growth} more`;
    throw new SourceFailure({ reason: "knowledge_full", detail });
  }
  const change = base.version + 1;
  const replaced = ready.filter(({ replaces }) => replaces !== null);
  await closeLiveVersions(
    tx,
    replaced.map(({ staged }) => staged.sourceId),
    change,
  );
  await openVersions(
    tx,
    ready.map(({ staged }) => toOpening(staged)),
    change,
  );
  await applyDelta(tx, base, {
    add: ready.map(({ staged }) => staged.delta),
    remove: ready.flatMap(({ replaces }) => (replaces === null ? [] : [replaces.delta])),
  });
  const live = ready.map(({ staged }) => staged.sourceId);
  await appendTenantEvent(tx, tenantId, {
    type: "knowledge.published",
    actor: { kind: "system", id: null, name: "Ingestion" },
    payload: { change, sourceIds: live },
    traceparent: null,
  });
  return live;
};

const toOpening = ({ delta, terms, contentHash: _hash, ...version }: StagedVersion) => {
  const { chunkCount, tokenCount } = delta;
  const facts = { pages: null, expiresAt: null, failure: null, ...version };
  return { ...facts, chunkCount, tokenCount, terms: encodeCounts(terms) };
};

const isWorkedOn = (state: SourceState): boolean =>
  workingStates.some((working) => working === state);

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
