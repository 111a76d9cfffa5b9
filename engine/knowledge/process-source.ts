import { readSourceContent, type SourceState } from "#db/reads/knowledge.ts";
import { setSourceFailed, setSourceState, sweepIndex } from "#db/writes/knowledge.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { extractInThread } from "./extraction/extract-in-thread.ts";
import type { IngestJob } from "./knowledge-deps.ts";
import { publishVersions } from "./publish-versions.ts";
import { SourceFailure } from "./source-failure.ts";
import { considerate, stageVersions } from "./stage-version.ts";

/**
 * Turns the stored bytes of a source into passages that answer. Safe to run again at any point, also
 * twice at the same time: a version that was interrupted is thrown away, one that is published is kept.
 * A source that can never work ends as failed with its reason; anything else throws, to be tried again.
 */
export const processSource = async (
  deps: ActionDeps,
  { tenantId, sourceId }: IngestJob,
  signal: AbortSignal,
): Promise<void> => {
  const { db } = deps;
  const source = await db.tenant(tenantId, (tx) => readSourceContent(tx, sourceId), {
    deadlineMs: 20_000,
  });
  if (source === null) return;
  // Done by an attempt that died before it could say so.
  if (source.state === "live") return sweep(deps, tenantId, sourceId);
  const { contentHash, content, title, filename, mime } = source;
  try {
    if (!(await moveOn(deps, tenantId, sourceId, "extracting"))) return;
    const stages: Promise<boolean>[] = [];
    const extracted = await extractInThread(
      { content, title, filename, mime },
      { signal, onStage: (stage) => stages.push(moveOn(deps, tenantId, sourceId, stage)) },
    );
    await Promise.all(stages);
    signal.throwIfAborted();
    if (!(await moveOn(deps, tenantId, sourceId, "embedding"))) return;
    const staged = await stageVersions(
      db,
      tenantId,
      [{ ...extracted, sourceId, contentHash }],
      considerate,
    );
    signal.throwIfAborted();
    const live = await publishVersions(db, tenantId, staged);
    if (live.length > 0) tell(deps, tenantId, sourceId, "live");
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    await failSource(deps, { tenantId, sourceId, contentHash }, error);
  }
  await sweep(deps, tenantId, sourceId);
};

const sweep = ({ db }: ActionDeps, tenantId: string, sourceId: string): Promise<void> =>
  db.tenant(tenantId, (tx) => sweepIndex(tx, sourceId), { deadlineMs: 20_000 });

/** Records that a source cannot be processed, and why. */
export const failSource = async (
  deps: ActionDeps,
  source: IngestJob & { readonly contentHash: Uint8Array },
  { reason, detail }: SourceFailure,
): Promise<void> => {
  const { tenantId, sourceId, contentHash } = source;
  const failed = await deps.db.tenant(tenantId, (tx) =>
    setSourceFailed(tx, sourceId, { reason, detail: detail?.slice(0, 500) ?? null, contentHash }),
  );
  if (failed) tell(deps, tenantId, sourceId, "failed");
};

/** Answers false when the source was deleted. */
const moveOn = async (
  deps: ActionDeps,
  tenantId: string,
  sourceId: string,
  state: "extracting" | "chunking" | "embedding",
): Promise<boolean> => {
  const exists = await deps.db.tenant(tenantId, (tx) => setSourceState(tx, sourceId, state));
  if (exists) tell(deps, tenantId, sourceId, state);
  return exists;
};

const tell = ({ bus }: ActionDeps, tenantId: string, sourceId: string, state: SourceState): void =>
  bus.publish({ type: "knowledge", tenantId, sourceId, state });
