/** What a frame reader does with what it reads. */
export type FrameSink = {
  /** The body of a startup packet, after its length. */
  startup(body: Buffer): void;
  /** A whole message with its type byte and length. */
  message(bytes: Buffer): void;
  /** The stream is no PostgreSQL protocol, or a message is too large. */
  violation(message: string): void;
};

/** Largest startup packet and largest message a client may send, in bytes. */
const startupLimit = 10_000;
const messageLimit = 64 * 1024 * 1024;

/** Cuts a stream of bytes into messages. The first ones, until `letIn` is called, have no type byte. */
export class FrameReader {
  readonly #sink: FrameSink;
  #chunks: Buffer[] = [];
  #have = 0;
  #need = 0;
  #starting = true;
  #broken = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** From now on messages carry a type byte. */
  letIn(): void {
    this.#starting = false;
  }

  /** Takes what arrived. A large message is joined once, when it is complete. */
  push(chunk: Buffer): void {
    if (this.#broken) return;
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need) return;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      const length = this.#frameLength(rest);
      if (this.#broken) return;
      this.#need = length ?? 0;
      if (length === null || rest.length < length) break;
      const frame = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (this.#starting) this.#sink.startup(frame.subarray(4));
      else this.#sink.message(frame);
    }
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#have = rest.length;
  }

  #frameLength(bytes: Buffer): number | null {
    const offset = this.#starting ? 0 : 1;
    if (bytes.length < offset + 4) return null;
    const length = bytes.readInt32BE(offset);
    const limit = this.#starting ? startupLimit : messageLimit;
    const least = this.#starting ? 8 : 4;
    if (length >= least && length <= limit) return length + offset;
    this.#broken = true;
    this.#chunks = [];
    this.#sink.violation(`A message of ${length} bytes is not accepted (limit ${limit})`);
    return null;
  }
}
