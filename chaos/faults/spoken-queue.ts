import type { Socket } from "node:net";

/** Bytes that wait in the proxy; above it the source is not read, as with a full socket buffer. */
const mostWaiting = 1024 * 1024;

/** Something a socket has said, and when. */
export type Spoken = { readonly bytes: Buffer; readonly atMs: number };

/** What a socket has said and nobody has carried on yet. */
export type SpokenQueue = {
  /** The oldest; null once the source has ended and all was taken. */
  next(): Promise<Spoken | null>;
};

/** Listens to a socket, for one reader. */
export const spokenQueue = (source: Socket): SpokenQueue => {
  const waiting: Spoken[] = [];
  let size = 0;
  let ended = false;
  let wake: () => void = () => {};
  source.on("data", (bytes: Buffer) => {
    waiting.push({ bytes, atMs: performance.now() });
    size += bytes.length;
    if (size > mostWaiting) source.pause();
    wake();
  });
  for (const over of ["end", "close"]) {
    source.once(over, () => {
      ended = true;
      wake();
    });
  }
  return {
    next: async () => {
      for (;;) {
        const first = waiting.shift();
        if (first !== undefined) {
          size -= first.bytes.length;
          if (size <= mostWaiting) source.resume();
          return first;
        }
        if (ended) return null;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};
