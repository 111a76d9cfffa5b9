import * as Y from "yjs";
import type { KeptDocStore } from "./kept-doc-store.ts";
import type { PendingStore, PendingUpdate } from "./pending-store.ts";

/** What comes within this time is written to the browser's memory at once, in ms. */
const collectMs = 500;

/**
 * The part of a document that the server is known to have, kept in the browser a moment after it grows. What
 * only waits to be stored is no part of it: it may be discarded, and must not come back from here.
 */
export class StoredPart {
  #kept: KeptDocStore | null;
  readonly #pending: PendingStore;
  /** Yjs updates that are the part together. */
  #updates: Uint8Array[] = [];
  /** A change without what it builds on would open as an empty page. */
  #isWhole = false;
  #mayWrite = false;
  /** Acknowledged, and marked so among what waits until the browser has them here. */
  #acknowledged: PendingUpdate[] = [];
  #collecting: ReturnType<typeof setTimeout> | undefined;

  constructor(kept: KeptDocStore | null, pending: PendingStore) {
    this.#kept = kept;
    this.#pending = pending;
  }

  /** Begins with a document as it was kept. */
  begin(state: Uint8Array, mayWrite: boolean): void {
    this.#updates = [state];
    this.#isWhole = true;
    this.#mayWrite = mayWrite;
  }

  /** Something came from the server. */
  take(update: Uint8Array): void {
    this.#updates.push(update);
    this.#writeSoon();
  }

  /** The server has told all that it has, and whether this person may write. */
  allow(mayWrite: boolean): void {
    this.#isWhole = true;
    this.#mayWrite = mayWrite;
    this.#writeSoon();
  }

  /** Changes are stored: they wait no more. */
  acknowledge(part: readonly PendingUpdate[]): void {
    this.#acknowledged.push(...part);
    for (const { update } of part) this.take(update);
    if (this.#kept === null) void this.write();
    else for (const one of part) this.#pending.put({ ...one, isStored: true });
  }

  /** Writes what is new now. Resolves when the browser has it. */
  async write(): Promise<void> {
    clearTimeout(this.#collecting);
    this.#collecting = undefined;
    if (this.#kept !== null && !this.#isWhole) return;
    const acknowledged = this.#acknowledged;
    this.#acknowledged = [];
    if (this.#kept !== null) {
      const state = Y.mergeUpdates(this.#updates);
      this.#updates = [state];
      await this.#kept.put({ state, mayWrite: this.#mayWrite });
    }
    if (acknowledged.length > 0) await this.#pending.remove(acknowledged);
  }

  /** Forgets what is kept, and keeps nothing more. */
  async forget(): Promise<void> {
    clearTimeout(this.#collecting);
    const kept = this.#kept;
    this.#kept = null;
    await kept?.remove();
  }

  #writeSoon(): void {
    if (this.#kept === null) this.#updates = [];
    else this.#collecting ??= setTimeout(() => void this.write(), collectMs);
  }
}
