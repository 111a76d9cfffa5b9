import type { FoundFile, Refusal, SendAnswer, Upload, UploadState } from "./upload.ts";

/** What a queue sends with. */
export type UploadPorts = {
  /** Sends one file. Answers `lost` when `signal` ends it. */
  send(upload: Upload, onShare: (share: number) => void, signal: AbortSignal): Promise<SendAnswer>;
  /** Why a file is not even sent, or null. */
  check(file: File): Refusal | null;
  /** How long to wait before attempt number `attempt` (0 for the first retry), in ms. */
  delayMs(attempt: number): number;
};

/** Files that are sent at the same time. More would only make each of them slower. */
const sentAtOnce = 3;
/** Attempts after the first before a person has to say so. */
const retryLimit = 4;
/** Listeners hear of progress at most this often, in ms. */
const tellEveryMs = 50;

/** Sends any number of files, a few at a time, each on its own: one bad file stops no other. */
export class UploadQueue {
  readonly #ports: UploadPorts;
  readonly #uploads = new Map<string, Upload>();
  readonly #sending = new Map<string, AbortController>();
  readonly #attempts = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Upload[] = [];
  #isTelling = false;
  #lastId = 0;

  constructor(ports: UploadPorts) {
    this.#ports = ports;
  }

  /** Every file, in the order it came; the same array until something changes. */
  read = (): readonly Upload[] => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Takes files in. `replaces` is the source that gets the bytes of the only one. */
  add(found: readonly FoundFile[], replaces: string | null = null): void {
    for (const { file, folder } of found) {
      const id = String(++this.#lastId);
      const why = this.#ports.check(file);
      const state: UploadState = why === null ? { type: "waiting" } : { type: "refused", why };
      this.#uploads.set(id, { id, file, folder, replaces, state });
    }
    this.#goOn();
  }

  /** Takes a file out: it is not sent, or no further. What has arrived stays. */
  cancel(id: string): void {
    this.#uploads.delete(id);
    this.#sending.get(id)?.abort();
    this.#goOn();
  }

  /** Takes out everything that has not arrived. */
  cancelAll(): void {
    for (const { id, state } of this.#uploads.values()) {
      if (state.type !== "done") this.#uploads.delete(id);
    }
    for (const controller of this.#sending.values()) controller.abort();
    this.#tell();
  }

  /** Sends a file again whose connection broke, or every one of them. */
  retry(...ids: readonly string[]): void {
    const asked = ids.length === 0 ? [...this.#uploads.keys()] : ids;
    for (const id of asked) {
      if (this.#uploads.get(id)?.state.type !== "lost") continue;
      this.#attempts.delete(id);
      this.#become(id, { type: "waiting" });
    }
    this.#goOn();
  }

  /** Forgets what has ended, well or not. */
  clear(): void {
    for (const { id, state } of this.#uploads.values()) {
      if (state.type === "done" || state.type === "refused") this.#uploads.delete(id);
    }
    this.#tell();
  }

  #goOn(): void {
    for (const upload of this.#uploads.values()) {
      if (this.#sending.size >= sentAtOnce) break;
      if (upload.state.type === "waiting") void this.#send(upload);
    }
    this.#tell();
  }

  async #send(upload: Upload): Promise<void> {
    const { id } = upload;
    const controller = new AbortController();
    this.#sending.set(id, controller);
    this.#become(id, { type: "sending", share: 0 });
    const onShare = (share: number) => this.#become(id, { type: "sending", share });
    const answer = await this.#ports.send(upload, onShare, controller.signal);
    this.#sending.delete(id);
    if (answer.type === "lost") this.#lose(id);
    else this.#become(id, answer);
    this.#goOn();
  }

  #lose(id: string): void {
    const attempt = this.#attempts.get(id) ?? 0;
    this.#attempts.set(id, attempt + 1);
    const isGivenUp = attempt >= retryLimit;
    this.#become(id, { type: "lost", isGivenUp });
    if (isGivenUp) return;
    setTimeout(() => {
      const state = this.#uploads.get(id)?.state;
      if (state?.type !== "lost" || state.isGivenUp) return;
      this.#become(id, { type: "waiting" });
      this.#goOn();
    }, this.#ports.delayMs(attempt));
  }

  /** Nothing for a file that was taken out meanwhile. */
  #become(id: string, state: UploadState): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    this.#uploads.set(id, { ...upload, state });
    this.#tell();
  }

  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      this.#snapshot = [...this.#uploads.values()];
      for (const listener of this.#listeners) listener();
    }, tellEveryMs);
  }
}
