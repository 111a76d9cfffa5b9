/**
 * What a proxy does to the bytes of one direction, by toxiproxy's names. Times are milliseconds,
 * sizes bytes.
 *
 * One thing differs on purpose: while `timeout` holds bytes back it keeps them, as TCP would, so that a
 * connection that is let go on has lost nothing. With `timeoutMs: 0` it never closes by itself: the
 * link is half-open.
 */
export type Toxic =
  | { readonly type: "latency"; readonly latencyMs: number; readonly jitterMs: number }
  | { readonly type: "bandwidth"; readonly bytesPerSecond: number }
  | { readonly type: "slow_close"; readonly delayMs: number }
  | { readonly type: "timeout"; readonly timeoutMs: number }
  | { readonly type: "reset_peer"; readonly timeoutMs: number }
  | { readonly type: "slicer"; readonly bytes: number; readonly delayMs: number }
  | { readonly type: "limit_data"; readonly bytes: number };

/** `upstream` is what the client says, `downstream` what the server says. */
export type Direction = "upstream" | "downstream";

/** The toxics of a proxy, by direction, and a way to hear when they change. */
export class Toxics {
  readonly #active: { readonly toxic: Toxic; readonly direction: Direction }[] = [];
  #changed = Promise.withResolvers<void>();

  /** Switches one on; what it answers switches it off. */
  add(toxic: Toxic, direction: Direction): () => void {
    const entry = { toxic, direction };
    this.#active.push(entry);
    this.#tell();
    return () => {
      const index = this.#active.indexOf(entry);
      if (index === -1) return;
      this.#active.splice(index, 1);
      this.#tell();
    };
  }

  /** Switches all of them off. */
  clear(): void {
    this.#active.length = 0;
    this.#tell();
  }

  /** The active one of a type in a direction; the latest counts. */
  find<Type extends Toxic["type"]>(
    type: Type,
    direction: Direction,
  ): Extract<Toxic, { type: Type }> | undefined {
    const found = this.#active.findLast(
      (entry) => entry.direction === direction && entry.toxic.type === type,
    );
    return found?.toxic as Extract<Toxic, { type: Type }> | undefined;
  }

  /** Resolves at the next change. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
