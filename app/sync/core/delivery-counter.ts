import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ThreadState } from "./thread-state.ts";

/** What happened to events on their way to this page since the last report. */
export type DeliveryCounts = {
  /** Applied to a log on screen, live or fetched. */
  readonly received: number;
  /** Times a frame showed that something before it was missing. */
  readonly gaps: number;
  /** Events of frames that were here already. */
  readonly duplicates: number;
  /** Times it fetched again without being told to: after a broken line, or a heartbeat ahead of it. */
  readonly resyncs: number;
};

/** Counts what happens to events. */
export class DeliveryCounter {
  #counts = newCounts();

  /** A frame of live events is about to be applied to a thread. */
  frame(thread: ThreadState | null, events: readonly ConversationEvent[]): void {
    if (thread === null) return;
    const { lastSeq, held } = thread;
    const fresh = events.filter(({ seq }) => seq > lastSeq && !held.has(seq));
    this.#counts.duplicates += events.length - fresh.length;
    if (held.size === 0 && (fresh[0]?.seq ?? 0) > lastSeq + 1) this.#counts.gaps += 1;
  }

  /** A heartbeat says that a log reaches to `seq`. */
  beat(thread: ThreadState | null, seq: number): void {
    if (thread !== null && seq > thread.knownSeq) this.refetched();
  }

  /** A thread went on, by a frame or a fetch. */
  applied(before: ThreadState | null, after: ThreadState | null): void {
    if (before === null || before.conversationId !== after?.conversationId) return;
    this.#counts.received += after.lastSeq - before.lastSeq;
  }

  /** The page fetches again of its own accord. */
  refetched(): void {
    this.#counts.resyncs += 1;
  }

  /** Counts that could not be told are counted again. */
  giveBack(counts: DeliveryCounts): void {
    this.#counts.received += counts.received;
    this.#counts.gaps += counts.gaps;
    this.#counts.duplicates += counts.duplicates;
    this.#counts.resyncs += counts.resyncs;
  }

  /** The counts since the last call. */
  take(): DeliveryCounts {
    const counts = this.#counts;
    this.#counts = newCounts();
    return counts;
  }
}

const newCounts = () => ({ received: 0, gaps: 0, duplicates: 0, resyncs: 0 });
