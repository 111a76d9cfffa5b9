import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { CatchUp } from "./core/catch-up.ts";
import type { DeliveryCounter } from "./core/delivery-counter.ts";
import { isPassing } from "./core/passing.ts";
import { RetryPause } from "./core/retry-pause.ts";
import {
  noticeSeq,
  receiveEvents,
  shownSince,
  type ThreadState,
  threadFrom,
} from "./core/thread-state.ts";
import type { OperatorLink } from "./operator-link.ts";

/** What following threads needs from around it. */
export type OpenThreadsPorts = {
  readonly link: () => OperatorLink;
  readonly isOnline: () => boolean;
  readonly read: (conversationId: string) => ThreadState | undefined;
  /** Shows a thread; undefined forgets it. */
  readonly write: (conversationId: string, thread: ThreadState | undefined) => void;
  readonly onRow: (row: ConversationRow) => void;
  /** A thread now shows these events. */
  readonly onShown: (events: readonly ConversationEvent[]) => void;
  readonly counter: DeliveryCounter;
};

type Open = { viewers: number; readonly catchUp: CatchUp; readonly pause: RetryPause };

/** The threads a page shows: joins each, keeps it without gaps, and leaves it with its last viewer. */
export class OpenThreads {
  readonly #ports: OpenThreadsPorts;
  readonly #open = new Map<string, Open>();

  constructor(ports: OpenThreadsPorts) {
    this.#ports = ports;
  }

  /** Shows a thread from what the server rendered and follows it live. Answers how to leave it. */
  open(row: ConversationRow, events: readonly ConversationEvent[]): () => void {
    const { id } = row;
    const known = this.#ports.read(id);
    const thread =
      known === undefined ? threadFrom(id, events, row.lastSeq) : receiveEvents(known, events);
    this.#ports.write(id, noticeSeq(thread, row.lastSeq));
    this.#ports.onRow(row);
    const open = this.#open.get(id) ?? this.#begin(id);
    open.viewers += 1;
    void this.#join(id);
    return () => {
      open.viewers -= 1;
      if (open.viewers === 0) this.#leave(id, open);
    };
  }

  /** Live events came. Those of threads that nobody shows are left alone. */
  receive(conversationId: string, events: readonly ConversationEvent[]): void {
    const open = this.#open.get(conversationId);
    if (open === undefined) return;
    this.#ports.counter.frame(this.#ports.read(conversationId) ?? null, events);
    this.#take(conversationId, events);
    open.catchUp.runIfBehind();
  }

  /** The log of a thread is known to reach to `seq`. */
  notice(conversationId: string, seq: number): void {
    const thread = this.#ports.read(conversationId);
    if (thread === undefined || seq <= thread.knownSeq) return;
    this.#ports.write(conversationId, noticeSeq(thread, seq));
    this.#open.get(conversationId)?.catchUp.runIfBehind();
  }

  /** The connection is new, or something may have been lost: joins and fetches again. */
  resume(): void {
    for (const [id, { catchUp }] of this.#open) {
      void this.#join(id);
      void catchUp.run();
    }
  }

  /** Stops following. */
  close(): void {
    for (const open of this.#open.values()) stop(open);
    this.#open.clear();
  }

  #begin(id: string): Open {
    const { link, isOnline, read } = this.#ports;
    const catchUp = new CatchUp({
      thread: () => read(id) ?? null,
      canFetch: () => isOnline() && this.#open.has(id),
      fetch: (conversationId, after) => link().request("events.fetch", { conversationId, after }),
      onPage: ({ events, lastSeq }) => {
        this.#take(id, events);
        this.notice(id, lastSeq);
      },
    });
    const open = { viewers: 0, catchUp, pause: new RetryPause(() => void this.#join(id)) };
    this.#open.set(id, open);
    return open;
  }

  #leave(id: string, open: Open) {
    stop(open);
    this.#open.delete(id);
    this.#ports.write(id, undefined);
    void this.#ports.link().request("conversation.leave", { conversationId: id });
  }

  async #join(id: string) {
    const open = this.#open.get(id);
    if (open === undefined || !this.#ports.isOnline()) return;
    const answer = await this.#ports.link().request("conversation.join", { conversationId: id });
    if (this.#open.get(id) !== open) return;
    if (!answer.ok) {
      if (isPassing(answer.error)) open.pause.begin(answer.error.retryAfterMs);
      return;
    }
    open.pause.reset();
    this.#ports.onRow(answer.row);
    this.notice(id, answer.lastSeq);
  }

  #take(id: string, events: readonly ConversationEvent[]) {
    const before = this.#ports.read(id);
    if (before === undefined) return;
    const after = receiveEvents(before, events);
    this.#ports.counter.applied(before, after);
    this.#ports.write(id, after);
    this.#ports.onShown(shownSince(before, after));
  }
}

const stop = ({ catchUp, pause }: Open) => {
  catchUp.close();
  pause.stop();
};
