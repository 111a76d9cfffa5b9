import type { ConversationRow } from "#contract/conversation-row.ts";
import { RetryPause } from "./core/retry-pause.ts";

/** A page of rows, and the tenant's position it was read at. */
export type RowsPage = {
  readonly rows: readonly ConversationRow[];
  readonly more: boolean;
  readonly position: number;
};

/** What keeping the list fresh needs from around it. */
export type RowFeedPorts = {
  /** Rows that changed after a position, the earliest change first; the newest rows for null. Undefined when it failed. */
  readonly fetch: (after: number | null) => Promise<RowsPage | undefined>;
  readonly canFetch: () => boolean;
  readonly onRows: (rows: readonly ConversationRow[]) => void;
};

/** So long at most may a row be missing that was lost between others, in ms. */
const checkEveryMs = 60_000;

/**
 * Keeps the list of conversations whole: a snapshot, the rows that come live, and after a break or on a
 * heartbeat that is ahead, the rows that changed since.
 */
export class RowFeed {
  readonly #ports: RowFeedPorts;
  readonly #pause = new RetryPause(() => void this.refresh());
  /** The list is whole up to this position; null before the snapshot. */
  #wholeTo: number | null = null;
  /** The highest position heard of. */
  #heardTo = 0;
  #checkedAt = 0;
  #running = false;
  #again = false;

  constructor(ports: RowFeedPorts) {
    this.#ports = ports;
  }

  /** The rows the server rendered, read at a position of the tenant. */
  seed({ rows, position }: Omit<RowsPage, "more">): void {
    this.#wholeTo ??= position;
    this.take(rows);
  }

  /** Rows came live, or with an older page of the list. */
  take(rows: readonly ConversationRow[]): void {
    for (const { position } of rows) this.#heardTo = Math.max(this.#heardTo, position);
    this.#ports.onRows(rows);
  }

  /** A heartbeat says where the tenant stands. */
  beat(position: number): void {
    const isBehind = position > Math.max(this.#heardTo, this.#wholeTo ?? 0);
    const isDue = performance.now() - this.#checkedAt > checkEveryMs;
    if (isBehind || (isDue && position > (this.#wholeTo ?? 0))) void this.refresh();
  }

  /** Fetches what changed since the list was whole. A call during a run makes it look once more. */
  async refresh(): Promise<void> {
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
    const after = this.#wholeTo;
    const page = await this.#ports.fetch(after);
    if (page === undefined) return this.#pause.begin();
    this.#pause.reset();
    this.take(page.rows);
    this.#checkedAt = performance.now();
    // The snapshot has its older pages fetched as somebody scrolls.
    const isLast = after === null || !page.more;
    this.#wholeTo = isLast ? page.position : (page.rows.at(-1)?.position ?? page.position);
    this.#again ||= !isLast;
  }
}
