import type { SourceProgress, WorkingState } from "../reads/knowledge.ts";
import { workingStates } from "../reads/knowledge.ts";
import type { Tx } from "../client.ts";

/** Who works on a source: only the holder of its lease moves it on. */
export type SourceLease = { readonly sourceId: string; readonly leaseId: string };

/** How long a worker that says nothing more keeps a source, in seconds. It says something every second or so. */
const leaseSeconds = 15;

/**
 * Takes a source to work on it and counts the attempt. Answers the number of the attempt, or null when
 * there is nothing to do: the source is done, gone, waits for its time, or somebody else has it.
 */
export const claimSource = async (
  tx: Tx,
  { sourceId, leaseId }: SourceLease,
): Promise<number | null> => {
  const [claimed] = await tx<{ attempts: number }[]>`update xin.sources
    set lease_id = ${leaseId}, lease_until = now() + make_interval(secs => ${leaseSeconds}),
      attempts = attempts + 1, next_attempt_at = null, progress_done = 0, progress_total = null, updated_at = now()
    where id = ${sourceId} and state = any(${[...workingStates]})
      and (lease_until is null or lease_until < now())
      and (next_attempt_at is null or next_attempt_at <= now() + interval '1 second')
    returning attempts`;
  return claimed?.attempts ?? null;
};

/** Keeps a source and notes how far it is. Answers false when it is no longer ours: cancelled, deleted, replaced. */
export const renewLease = async (
  tx: Tx,
  { sourceId, leaseId }: SourceLease,
  { done, total }: SourceProgress,
): Promise<boolean> => {
  const kept = await tx`update xin.sources
    set lease_until = now() + make_interval(secs => ${leaseSeconds}), progress_done = ${done}, progress_total = ${total}
    where id = ${sourceId} and lease_id = ${leaseId} returning id`;
  return kept.length > 0;
};

/** Moves a source that is ours on to its next state. Answers false when it is no longer ours. */
export const moveSource = async (
  tx: Tx,
  { sourceId, leaseId }: SourceLease,
  state: Exclude<WorkingState, "queued">,
  total: number | null,
): Promise<boolean> => {
  const moved = await tx`update xin.sources
    set state = ${state}, progress_done = 0, progress_total = ${total}, updated_at = now(),
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${sourceId} and lease_id = ${leaseId} returning id`;
  return moved.length > 0;
};

/** Lets go of a source that is ours, to be tried again after `delaySeconds`. Answers false when it is no longer ours. */
export const postponeSource = async (
  tx: Tx,
  { sourceId, leaseId }: SourceLease,
  delaySeconds: number,
): Promise<boolean> => {
  const postponed = await tx`update xin.sources
    set state = 'queued', lease_id = null, lease_until = null, progress_done = 0, progress_total = null,
      next_attempt_at = now() + make_interval(secs => ${delaySeconds}), updated_at = now()
    where id = ${sourceId} and lease_id = ${leaseId} returning id`;
  return postponed.length > 0;
};

/** Puts a source, whatever its state, at the beginning of its way. What answers goes on answering. Answers false when it is gone. */
export const queueSource = async (tx: Tx, id: string): Promise<boolean> => {
  const queued = await tx`update xin.sources
    set state = 'queued', failure_reason = null, failure_detail = null, failure_at = null,
      lease_id = null, lease_until = null, next_attempt_at = null, attempts = 0,
      progress_done = 0, progress_total = null, updated_at = now()
    where id = ${id} and state <> 'deleted' returning id`;
  return queued.length > 0;
};

/** Puts up to `limit` sources that answer at the beginning of their way, those after an id. Answers their ids, in order. */
export const queueLiveSources = async (
  tx: Tx,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> => {
  const queued = await tx<{ id: string }[]>`update xin.sources
    set state = 'queued', failure_reason = null, failure_detail = null, failure_at = null,
      next_attempt_at = null, attempts = 0, progress_done = 0, progress_total = null, updated_at = now()
    where id in (select id from xin.sources where live_version is not null and state = 'live' and id > ${page.after}
      order by id limit ${page.limit})
    returning id`;
  return queued.map(({ id }) => id).toSorted();
};

/**
 * Ends the work on a source and throws away what was staged. One whose present bytes answer in full is
 * live again; any other is cancelled, and what it had goes on answering. Answers null when nobody works on it.
 */
export const cancelSourceWork = async (
  tx: Tx,
  id: string,
): Promise<"live" | "cancelled" | null> => {
  const [ended] = await tx<{ state: "live" | "cancelled" }[]>`update xin.sources s
    set state = case when exists (select 1 from xin.source_versions v
        where v.source_id = s.id and v.version = s.live_version and v.content_hash = s.content_hash and v.complete)
      then 'live' else 'cancelled' end,
      lease_id = null, lease_until = null, next_attempt_at = null, attempts = 0,
      progress_done = 0, progress_total = null, updated_at = now()
    where id = ${id} and state = any(${[...workingStates]}) returning state`;
  if (ended === undefined) return null;
  await tx`delete from xin.source_versions where source_id = ${id} and valid_from is null`;
  return ended.state;
};

/** Why a source could not be processed. `at` is a place in it, such as a row, from 1. */
export type StoredFailure = {
  readonly reason: string;
  readonly detail: string | null;
  readonly at: number | null;
};

/** Records why a source that is ours could not be processed. What answers goes on answering. Answers false when it is no longer ours. */
export const failSourceWork = async (
  tx: Tx,
  { sourceId, leaseId }: SourceLease,
  { reason, detail, at }: StoredFailure,
): Promise<boolean> => {
  const failed = await tx`update xin.sources
    set state = 'failed', failure_reason = ${reason}, failure_detail = ${detail}, failure_at = ${at},
      lease_id = null, lease_until = null, next_attempt_at = null,
      progress_done = 0, progress_total = null, updated_at = now()
    where id = ${sourceId} and lease_id = ${leaseId} returning id`;
  return failed.length > 0;
};

/** Notes that a person found a source right as it is, and after how many months to ask again; null: the usual time. */
export const markReviewed = async (
  tx: Tx,
  id: string,
  reviewAfterMonths: number | null,
): Promise<boolean> => {
  const reviewed = await tx`update xin.sources
    set reviewed_at = now(), review_after_months = ${reviewAfterMonths}, stale_since = null, stale_reason = null
    where id = ${id} and state <> 'deleted' returning id`;
  return reviewed.length > 0;
};

/** Sources of any tenant that are not done and that nobody works on, at most `limit`. */
export const findAbandonedSources = (
  tx: Tx,
  limit: number,
): Promise<readonly { readonly tenantId: string; readonly sourceId: string }[]> =>
  tx`select tenant_id as "tenantId", source_id as "sourceId" from xin.find_abandoned_sources(${limit})`;
