import { randomBytes } from "node:crypto";

/** A W3C trace context: 32 and 16 hex digits, and whether the trace is recorded. */
export type Trace = {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
};

/**
 * Reads a `traceparent` header of version 00 (https://www.w3.org/TR/trace-context/). Null when it is
 * missing or malformed: a stranger's bad header must never fail a request.
 */
export const parseTraceparent = (header: string | null | undefined): Trace | null => {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header?.trim() ?? "");
  const [, traceId, spanId, flags] = match ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

/** The header for a trace. */
export const formatTraceparent = (trace: Trace): string =>
  `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? "01" : "00"}`;

/** A new trace with its first span. */
export const makeTraceparent = (): string =>
  formatTraceparent({
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    sampled: true,
  });

/** The next span of the caller's trace; a new trace when the caller sent none that can be read. */
export const traceparentOf = (parent: string | null | undefined): string => {
  const trace = parseTraceparent(parent);
  if (trace === null) return makeTraceparent();
  return formatTraceparent({ ...trace, spanId: randomBytes(8).toString("hex") });
};

/** The trace id alone, for a log line; null when there is none. */
export const traceIdOf = (traceparent: string | null | undefined): string | null =>
  parseTraceparent(traceparent)?.traceId ?? null;
