import type { Counts } from "./counts.ts";

/**
 * Adds up how often hashed things occur. Making the features of passages is what a question waits for most,
 * so this is a hash table in typed arrays whose slots are in the order of the hashes: packing them needs
 * hardly any sorting.
 */
export class Tally {
  #bits = firstBits;
  #ids = new Uint32Array(1 << firstBits);
  /** 0 where a slot is free. */
  #counts = new Float32Array(1 << firstBits);
  #size = 0;

  /** `by` is above 0. */
  add(id: number, by: number): void {
    const slot = this.#slotOf(id);
    if (this.#counts[slot] === 0) {
      this.#ids[slot] = id;
      this.#size += 1;
    }
    this.#counts[slot]! += by;
    if (this.#size * 2 > this.#ids.length) this.#grow();
  }

  /** Adds each of them. */
  addAll(ids: Uint32Array, by: number): void {
    for (let index = 0; index < ids.length; index += 1) this.add(ids[index]!, by);
  }

  /** What was added. The tally is empty afterwards and can be used again. */
  take(): Counts {
    const ids = new Uint32Array(this.#size);
    const counts = new Float32Array(this.#size);
    let size = 0;
    for (let slot = 0; slot < this.#ids.length; slot += 1) {
      const count = this.#counts[slot]!;
      if (count === 0) continue;
      const id = this.#ids[slot]!;
      let place = size++;
      for (; place > 0 && ids[place - 1]! > id; place -= 1) {
        ids[place] = ids[place - 1]!;
        counts[place] = counts[place - 1]!;
      }
      ids[place] = id;
      counts[place] = count;
    }
    this.#counts.fill(0);
    this.#size = 0;
    return { ids, counts };
  }

  /** Where a hash is, or would be: by its high bits, else in the next free slot. */
  #slotOf(id: number): number {
    const last = this.#ids.length - 1;
    let slot = id >>> (32 - this.#bits);
    while (this.#counts[slot] !== 0 && this.#ids[slot] !== id) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const ids = this.#ids;
    const counts = this.#counts;
    this.#bits += 1;
    this.#ids = new Uint32Array(ids.length * 2);
    this.#counts = new Float32Array(ids.length * 2);
    for (let slot = 0; slot < ids.length; slot += 1) {
      if (counts[slot] === 0) continue;
      const to = this.#slotOf(ids[slot]!);
      this.#ids[to] = ids[slot]!;
      this.#counts[to] = counts[slot]!;
    }
  }
}

const firstBits = 8;
