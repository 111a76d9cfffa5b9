import { retryDelayMs } from "./backoff.ts";

/** The wait between two attempts at something: longer each time, never shorter than a server asked for. */
export class RetryPause {
  readonly #act: () => void;
  #attempt = 0;
  /** Until then a server wants to be left alone, by the page's own clock in ms. */
  #askedUntil = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `act` is the next attempt. */
  constructor(act: () => void) {
    this.#act = act;
  }

  /** Whether the next attempt waits. */
  get isOn(): boolean {
    return this.#timer !== null;
  }

  /** An attempt failed: waits for the next one, at least as long as the server asked for. */
  begin(retryAfterMs = 0): void {
    const now = performance.now();
    this.#askedUntil = Math.max(this.#askedUntil, now + retryAfterMs);
    this.stop();
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#act();
      },
      retryDelayMs(this.#attempt, this.#askedUntil - now),
    );
    this.#attempt += 1;
  }

  /** All goes well again: the next pause is a short one. */
  reset(): void {
    this.#attempt = 0;
  }

  /** There is reason not to wait. Ends the pause, unless a server asked for it; returns whether. */
  cutShort(): boolean {
    if (this.isOn && performance.now() < this.#askedUntil) return false;
    this.stop();
    return true;
  }

  /** Ends the pause without an attempt. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
