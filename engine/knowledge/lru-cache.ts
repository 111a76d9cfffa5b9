/**
 * A cache with a limit on the summed cost of its entries: what was not used for longest goes first.
 * An entry that costs more than the limit by itself is not kept.
 */
export class LruCache<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly cost: number }>();
  readonly #limit: number;
  #cost = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value, which now counts as just used. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: K, value: V, cost: number): void {
    this.delete(key);
    if (cost > this.#limit) return;
    this.#entries.set(key, { value, cost });
    this.#cost += cost;
    for (const [oldest] of this.#entries) {
      if (this.#cost <= this.#limit) break;
      this.delete(oldest);
    }
  }

  delete(key: K): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#cost -= entry.cost;
  }

  get size(): number {
    return this.#entries.size;
  }
}
