import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { spokenQueue } from "./spoken-queue.ts";
import type { Direction, Toxics } from "./toxic.ts";

/** One direction of one connection: what `source` says is told to `sink`, as the toxics have it. */
export type ToxicStream = {
  readonly source: Socket;
  readonly sink: Socket;
  readonly direction: Direction;
  readonly toxics: Toxics;
  /** A random number from 0 to 1, for jitter. */
  readonly random: () => number;
};

/**
 * Carries bytes until the source ends, and then its end too: a reset as a reset. While a `timeout` is on
 * nothing gets through, not even that.
 */
export const carry = async (stream: ToxicStream): Promise<void> => {
  const { source, sink, toxics, direction } = stream;
  const spoken = spokenQueue(source);
  const lateness = latenessOf(stream);
  let carried = 0;
  for (let next = await spoken.next(); next !== null; next = await spoken.next()) {
    await pause(lateness(next.atMs) - performance.now());
    for (const piece of slices(next.bytes, toxics.find("slicer", direction)?.bytes)) {
      const bandwidth = toxics.find("bandwidth", direction);
      if (bandwidth !== undefined) await pause((piece.length / bandwidth.bytesPerSecond) * 1_000);
      await whileHeld(stream);
      const limit = toxics.find("limit_data", direction)?.bytes ?? Infinity;
      const allowed = Math.max(0, Math.min(piece.length, limit - carried));
      carried += allowed;
      await tell(sink, piece.subarray(0, allowed));
      if (allowed < piece.length) {
        sink.end();
        source.destroy();
        return;
      }
      await pause(toxics.find("slicer", direction)?.delayMs ?? 0);
    }
  }
  await whileHeld(stream);
  await pause(toxics.find("slow_close", direction)?.delayMs ?? 0);
  if (source.errored === null) sink.end();
  else sink.resetAndDestroy();
};

/** Ends the connection when a toxic says so, also one that carries nothing. `gone` is its other end. */
export const endWhenDue = async (
  { source, sink, toxics, direction }: ToxicStream,
  gone: Promise<void>,
): Promise<void> => {
  for (;;) {
    const resetAfterMs = toxics.find("reset_peer", direction)?.timeoutMs;
    const closeAfterMs = toxics.find("timeout", direction)?.timeoutMs || undefined;
    const afterMs = resetAfterMs ?? closeAfterMs;
    const due = afterMs === undefined ? [] : [wait(afterMs, "due" as const, { ref: false })];
    const changed = toxics.changed.then(() => "changed" as const);
    const what = await Promise.race([changed, gone.then(() => "gone" as const), ...due]);
    if (what === "gone") return;
    if (what === "changed") continue;
    for (const side of [source, sink]) {
      if (resetAfterMs === undefined) side.destroy();
      else side.resetAndDestroy();
    }
    return;
  }
};

/** When bytes spoken at a time are due: never before those spoken earlier. */
const latenessOf = ({ toxics, direction, random }: ToxicStream) => {
  let lastMs = 0;
  return (atMs: number) => {
    const latency = toxics.find("latency", direction);
    if (latency === undefined) return lastMs;
    lastMs = Math.max(lastMs, atMs + latency.latencyMs + (2 * random() - 1) * latency.jitterMs);
    return lastMs;
  };
};

const whileHeld = async ({ toxics, direction }: ToxicStream): Promise<void> => {
  while (toxics.find("timeout", direction) !== undefined) await toxics.changed;
};

/** Writes, and waits while the other side does not read. What is told to nobody is lost. */
const tell = async (sink: Socket, bytes: Buffer): Promise<void> => {
  if (sink.destroyed || sink.writableEnded || sink.write(bytes)) return;
  const over = new AbortController();
  const { signal } = over;
  const isOver = () => undefined;
  await Promise.race([
    once(sink, "drain", { signal }).catch(isOver),
    once(sink, "close", { signal }).catch(isOver),
  ]);
  over.abort();
};

const slices = function* (bytes: Buffer, size: number | undefined): Generator<Buffer> {
  const step = size ?? bytes.length;
  for (let from = 0; from < bytes.length; from += step) yield bytes.subarray(from, from + step);
};

const pause = async (ms: number) => {
  if (ms > 0) await wait(ms);
};
