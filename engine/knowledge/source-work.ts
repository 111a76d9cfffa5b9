import { randomUUID } from "node:crypto";
import type { SourceProgress, SourceState, WorkingState } from "#db/reads/knowledge.ts";
import {
  claimSource,
  failSourceWork,
  moveSource,
  renewLease,
  type SourceLease,
} from "#db/writes/source-work.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { IngestJob } from "./knowledge-deps.ts";
import type { SourceFailure } from "./source-failure.ts";

/** Between two looks whether a source is still ours, which also tell the database how far it is. */
const renewMs = 1000;
/** At most four messages a second about the progress of one source. */
const tellMs = 250;

/**
 * One attempt at a source, which nobody else has meanwhile: a lease in the database says so, and ends by
 * itself when this process dies. `signal` aborts as soon as the source is cancelled, deleted, replaced,
 * or lost to another worker, with `WorkLost` as its reason.
 */
export class SourceWork {
  readonly job: IngestJob;
  /** Which attempt this is since a person asked for it, from 1. */
  readonly attempt: number;
  readonly lease: SourceLease;
  readonly #deps: ActionDeps;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #state: WorkingState = "queued";
  #progress: SourceProgress = { done: 0, total: null };
  #toldAt = 0;
  #renewing = false;

  /** Takes the source; null when there is nothing to do, or somebody else does it. */
  static async claim(deps: ActionDeps, job: IngestJob): Promise<SourceWork | null> {
    const lease = { sourceId: job.sourceId, leaseId: randomUUID() };
    const attempt = await deps.db.tenant(job.tenantId, (tx) => claimSource(tx, lease));
    return attempt === null ? null : new SourceWork(deps, job, lease, attempt);
  }

  private constructor(deps: ActionDeps, job: IngestJob, lease: SourceLease, attempt: number) {
    this.#deps = deps;
    this.job = job;
    this.lease = lease;
    this.attempt = attempt;
    this.#timer = setInterval(() => void this.#renew(), renewMs);
    this.#unsubscribe = deps.bus.subscribe((message) => {
      const ours = message.type === "knowledge" && message.sourceId === job.sourceId;
      if (ours && message.state !== this.#state) void this.#renew();
    });
  }

  /** Aborts when the source is no longer ours. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Moves the source on. Throws WorkLost when it is no longer ours. */
  async moveTo(state: Exclude<WorkingState, "queued">, total: number | null = null): Promise<void> {
    const { tenantId } = this.job;
    this.#state = state;
    this.#progress = { done: 0, total };
    const moved = await this.#deps.db.tenant(tenantId, (tx) =>
      moveSource(tx, this.lease, state, total),
    );
    if (!moved) throw this.#lose();
    this.#toldAt = performance.now();
    this.#tell(state, this.#progress);
  }

  /** Notes how far the present state has come. Cheap: call it as often as there is something to say. */
  progress(done: number, total: number | null): void {
    this.#progress = { done, total };
    const now = performance.now();
    if (now - this.#toldAt < tellMs) return;
    this.#toldAt = now;
    this.#tell(this.#state, this.#progress);
  }

  /** Ends it as failed, for good, with its reason. */
  async fail({ reason, detail, at }: SourceFailure): Promise<void> {
    const failure = { reason, detail: detail?.slice(0, 500).toWellFormed() ?? null, at };
    const failed = await this.#deps.db.tenant(this.job.tenantId, (tx) =>
      failSourceWork(tx, this.lease, failure),
    );
    if (failed) this.tell("failed");
  }

  /** Tells everybody that the source has come to another state. */
  tell(state: SourceState): void {
    this.#tell(state, undefined);
  }

  /** Stops watching. Always called, however it ended. */
  end(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  #tell(state: SourceState, progress: SourceProgress | undefined): void {
    const { tenantId, sourceId } = this.job;
    const how = progress === undefined ? {} : { progress };
    this.#deps.bus.publish({ type: "knowledge", tenantId, sourceId, state, ...how });
  }

  async #renew(): Promise<void> {
    if (this.#renewing || this.#lost.signal.aborted) return;
    this.#renewing = true;
    try {
      const ours = await this.#deps.db.tenant(this.job.tenantId, (tx) =>
        renewLease(tx, this.lease, this.#progress),
      );
      if (!ours) this.#lose();
    } catch (error) {
      // The database is away: the work itself meets that too, and the lease may outlast it.
      this.#deps.log.debug({ err: error, ...this.job }, "a lease could not be renewed");
    } finally {
      this.#renewing = false;
    }
  }

  #lose(): WorkLost {
    const lost = new WorkLost("The source was cancelled, deleted, replaced, or taken over");
    this.#lost.abort(lost);
    return lost;
  }
}

/** The source is no longer ours to work on: stop, and leave it alone. */
export class WorkLost extends Error {}
