import type { Schema } from "effect";
import type { Ack, WireError } from "#contract/ack.ts";
import { type Decoded, makeDecoder } from "#contract/decode-request.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import type { Logger } from "#engine/runtime/log.ts";
import type { Metrics } from "#engine/runtime/metrics.ts";
import { traceIdOf } from "#engine/runtime/trace.ts";
import { overloaded } from "./admit.ts";
import { answerInTime } from "./answer-in-time.ts";
import { fitPage } from "./fit-page.ts";
import type { GatewayLimits, Rate } from "./gateway-deps.ts";
import type { SocketState } from "./sockets.ts";
import { type Buckets, take } from "./token-bucket.ts";

/** One entry of a table of requests: how to read it, what it costs, what to do. */
export type RequestEntry<Context, Granted> = {
  /** Tokens of the socket's bucket. */
  readonly cost: number;
  /** Decodes; answers the work, which is not started yet, or the refusal. */
  prepare(raw: unknown): Decoded<(context: Context) => Granted | Promise<Granted>>;
};

/** The table of a namespace: every request by its name. */
export type RequestTable<
  Requests extends Record<string, { readonly granted: unknown }>,
  Context,
> = { readonly [Name in keyof Requests]: RequestEntry<Context, Requests[Name]["granted"]> };

/**
 * Makes an entry. `run` throws ActionRefused to refuse; anything else it throws is our fault. What it answers
 * at once costs no timer.
 */
export const request = <S extends Schema.ConstraintDecoder<unknown>, Context, Granted>(
  schema: S,
  run: (context: Context, input: S["Type"]) => Granted | Promise<Granted>,
  cost = 1,
): RequestEntry<Context, Granted> => {
  const decode = makeDecoder(schema);
  return {
    cost,
    prepare: (raw) => {
      const decoded = decode(raw);
      if (!decoded.ok) return decoded;
      return { ok: true, value: (context) => run(context, decoded.value) };
    },
  };
};

/** What serving needs from around it. */
export type Serving = {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: Pick<GatewayLimits, "inFlight">;
  readonly rate: Rate;
  /** One bucket for each tenant, shared by all its sockets on this node. */
  readonly tenantBuckets: Buckets;
  /** Cuts the socket when it does not read its answers. */
  readonly isStuck: () => boolean;
};

/** The part of a socket that serving touches. */
type ServedSocket = {
  readonly data: SocketState;
  onAny(listener: (name: string, ...args: unknown[]) => void): unknown;
};

/**
 * Answers the requests of a table, each exactly once: `{ok: true, …}` or `{ok: false, error}`. Names
 * that are not in the table are ignored. Nothing a client sends makes this throw. One listener serves all
 * names: one for each would cost every idle connection some kilobytes.
 */
export const serveRequests = <Context>(
  socket: ServedSocket,
  context: Context,
  table: Readonly<Record<string, RequestEntry<Context, unknown>>>,
  serving: Serving,
): void => {
  socket.onAny((name, ...args) => {
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry === undefined) return;
    const last = args.at(-1);
    const ack = isFunction(last) ? last : () => {};
    const raw = isFunction(args[0]) ? undefined : args[0];
    void answer(name, entry, { socket, context, raw }, serving).then(ack);
  });
};

const answer = async <Context>(
  name: string,
  entry: RequestEntry<Context, unknown>,
  { socket, context, raw }: { socket: ServedSocket; context: Context; raw: unknown },
  serving: Serving,
): Promise<Ack<object>> => {
  const state = socket.data;
  state.inFlight += 1;
  try {
    assertWithinLimits(state, entry.cost, serving);
    const work = entry.prepare(raw);
    if (!work.ok) return refused(work.error, serving);
    const found = work.value(context);
    const granted = found instanceof Promise ? await answerInTime(found) : found;
    return { ok: true, ...(granted as object) };
  } catch (error) {
    const wire = toWireError(error);
    if (wire.kind === "internal") {
      const { tenantId } = state;
      const traceId = traceIdOf(traceparentIn(raw));
      serving.log.error({ err: error, request: name, tenantId, traceId }, "a request failed");
    }
    return refused(wire, serving);
  } finally {
    state.inFlight -= 1;
  }
};

const assertWithinLimits = (state: SocketState, cost: number, serving: Serving) => {
  const nowMs = Date.now();
  const waitMs =
    take(state.bucket, serving.rate, nowMs, cost) ||
    serving.tenantBuckets.take(state.tenantId, nowMs, cost);
  if (waitMs > 0) throw overloaded("Too many requests.", waitMs);
  if (state.inFlight > serving.limits.inFlight) {
    throw overloaded("Too many requests at the same time.", 200);
  }
  if (serving.isStuck()) throw overloaded("Answers are not being read.", 1_000);
};

const refused = (error: WireError, { metrics }: Serving): Ack<never> => {
  metrics.refusals.inc({ kind: error.kind, edge: "socket" });
  if (error.missed === undefined) return { ok: false, error };
  const { events: missed } = fitPage({ events: error.missed, lastSeq: 0, more: false });
  return { ok: false, error: { ...error, missed } };
};

const traceparentIn = (raw: unknown): string | null => {
  const value: unknown = typeof raw === "object" && raw !== null && Reflect.get(raw, "traceparent");
  return typeof value === "string" ? value : null;
};

const isFunction = (value: unknown): value is (answer: Ack<object>) => void =>
  typeof value === "function";
