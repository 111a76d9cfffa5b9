/**
 * How long a line may be silent before it counts as dead, in ms: at first, and at most. A quarter of a
 * second less than two pings, so that a frozen server is left within 3 s whatever was still on its way.
 */
const leastMs = 2_750;
const onTheWayMs = 250;
const mostMs = 15_000;
/** After this long without a trip, patience is what it was at first. */
const calmMs = 60_000;
/** A timer later than this shows that the page slept or was busy: it hears what waits before it judges. */
const lateMs = 1_000;
const secondLookMs = 500;

/**
 * Notices a line that is open and carries nothing any more. The server's pings are heard by it like
 * everything else, so a living line is never silent for long.
 */
export class SilenceWatch {
  readonly #onDead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pingMs = 0;
  #heardAt = 0;
  #trippedAt = -Infinity;
  #factor = 1;

  /** `onDead` is told once, then the watch is off. */
  constructor(onDead: () => void) {
    this.#onDead = onDead;
  }

  /** How many times its first patience the watch has now: doubled by each trip. */
  get factor(): number {
    if (performance.now() - this.#trippedAt > calmMs) this.#factor = 1;
    return this.#factor;
  }

  /** A line is open. Its server pings every `pingMs`. */
  start(pingMs: number): void {
    this.#pingMs = pingMs;
    this.heard();
    this.#lookIn(this.#patienceMs());
  }

  /** Something came. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** The line is dead, by whatever sign. */
  trip(): void {
    this.stop();
    this.#factor = Math.min(2 * this.factor, mostMs / leastMs);
    this.#trippedAt = performance.now();
    this.#onDead();
  }

  /** The line is closed. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #lookIn(delayMs: number) {
    this.stop();
    const dueAt = performance.now() + delayMs;
    this.#timer = setTimeout(() => this.#look(dueAt), delayMs);
  }

  #look(dueAt: number) {
    const now = performance.now();
    const leftMs = now - dueAt > lateMs ? secondLookMs : this.#heardAt + this.#patienceMs() - now;
    if (leftMs > 0) this.#lookIn(leftMs);
    else this.trip();
  }

  #patienceMs() {
    return Math.max(leastMs * this.factor, 2 * this.#pingMs - onTheWayMs);
  }
}
