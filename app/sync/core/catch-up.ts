import type { Ack } from "#contract/ack.ts";
import type { EventsFetchAck } from "#contract/conversation-requests.ts";
import { RetryPause } from "./retry-pause.ts";
import { isBehind, type ThreadState } from "./thread-state.ts";

/** What catching up needs from around it. */
export type CatchUpPorts = {
  readonly thread: () => ThreadState | null;
  readonly canFetch: () => boolean;
  /** One page of events after a seq. Answers within a bounded time. */
  readonly fetch: (conversationId: string, after: number) => Promise<Ack<EventsFetchAck>>;
  readonly onPage: (page: EventsFetchAck) => void;
};

/** Fetches what a thread misses, page by page, one request at a time. */
export class CatchUp {
  readonly #ports: CatchUpPorts;
  readonly #pause = new RetryPause(() => void this.run());
  #running = false;
  #again = false;

  constructor(ports: CatchUpPorts) {
    this.#ports = ports;
  }

  /** Fetches if the thread is known to be behind. */
  runIfBehind(): void {
    const thread = this.#ports.thread();
    if (thread !== null && isBehind(thread)) void this.run();
  }

  /** Asks the server what came after the last event. A call during a run makes it ask once more. */
  async run(): Promise<void> {
    this.#again = true;
    if (this.#running || !this.#pause.cutShort()) return;
    this.#running = true;
    while (this.#again && this.#ports.canFetch()) {
      this.#again = false;
      await this.#fetchPage();
    }
    this.#running = false;
  }

  /** Stops waiting for a further attempt. */
  close(): void {
    this.#pause.stop();
  }

  async #fetchPage() {
    const before = this.#ports.thread();
    if (before === null || before.knownSeq === 0) return;
    const page = await this.#ports.fetch(before.conversationId, before.lastSeq);
    if (page.ok) this.#ports.onPage(page);
    const now = this.#ports.thread();
    const moved = now !== null && now.lastSeq > before.lastSeq;
    if (moved) this.#pause.reset();
    if (now === null || (page.ok && !isBehind(now))) return;
    if (moved) this.#again = true;
    else this.#pause.begin(page.ok ? 0 : page.error.retryAfterMs);
  }
}
