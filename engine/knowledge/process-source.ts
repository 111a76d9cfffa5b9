import { readSourceContent } from "#db/reads/knowledge.ts";
import { sweepIndex } from "#db/writes/knowledge.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { embedVersions } from "./embedding/embed-versions.ts";
import { EmbeddingFailure } from "./embedding/embedding-failure.ts";
import { extractInThread } from "./extraction/extract-in-thread.ts";
import { publishVersions } from "./publish-versions.ts";
import { SourceFailure } from "./source-failure.ts";
import { type SourceWork, WorkLost } from "./source-work.ts";
import { considerate, stageVersions } from "./stage-version.ts";

/**
 * Turns the stored bytes of a source into passages that answer. A version that an interrupted attempt
 * had staged is thrown away; one that is published is kept. A source that can never work ends as failed
 * with its reason, one that is no longer ours is left alone; anything else throws, to be tried again.
 */
export const processSource = async (
  deps: ActionDeps,
  work: SourceWork,
  stop: AbortSignal,
): Promise<void> => {
  const signal = AbortSignal.any([work.signal, stop]);
  try {
    await makeLive(deps, work, signal);
  } catch (error) {
    if (error instanceof WorkLost || work.signal.aborted) return;
    const failure = failureOf(error);
    if (failure === null) throw error;
    await work.fail(failure);
  }
};

/** Why trying again would not help; null when it might. */
const failureOf = (error: unknown): SourceFailure | null => {
  if (error instanceof SourceFailure) return error;
  const isLasting = error instanceof EmbeddingFailure && error.lasting;
  return isLasting ? new SourceFailure({ reason: "no_vectors", detail: error.message }) : null;
};

/** Takes what no longer answers out of the index. */
export const sweepSource = (
  { db }: ActionDeps,
  { tenantId, sourceId }: { readonly tenantId: string; readonly sourceId: string },
): Promise<void> => db.tenant(tenantId, (tx) => sweepIndex(tx, sourceId), { deadlineMs: 20_000 });

const makeLive = async (
  { db }: ActionDeps,
  work: SourceWork,
  signal: AbortSignal,
): Promise<void> => {
  const { tenantId, sourceId } = work.job;
  await work.moveTo("extracting");
  const source = await db.tenant(tenantId, (tx) => readSourceContent(tx, sourceId), {
    deadlineMs: 20_000,
  });
  if (source === null) return;
  const { contentHash, content, title, filename, mime } = source;
  let moved = Promise.resolve();
  const extracted = await extractInThread(
    { content, title, filename, mime },
    {
      signal,
      onProgress: ({ stage, done, total }) => {
        if (stage === "chunking" && done === 0) moved = work.moveTo("chunking", total);
        else work.progress(done, total);
      },
    },
  );
  await moved;
  signal.throwIfAborted();
  const { chunks, failure } = extracted;
  await work.moveTo("embedding", chunks.length);
  const staged = await stageVersions(db, tenantId, [{ ...extracted, sourceId, contentHash }], {
    ...considerate,
    signal,
    onStored: (count) => work.progress(count, chunks.length),
  });
  await embedVersions(db, tenantId, staged, signal);
  signal.throwIfAborted();
  const live = await publishVersions(db, tenantId, staged);
  if (live.length > 0) work.tell(failure === null ? "live" : "failed");
};
