import { EventEmitter } from "node:events";
import { Schema } from "effect";
import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import type { Ack } from "#contract/ack.ts";
import { times } from "#contract/names.ts";
import { DatabaseUnavailable } from "#db/errors.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { request, serveRequests } from "./serve-requests.ts";
import { fullBucket, makeBuckets } from "./token-bucket.ts";

const Input = Schema.Struct({
  word: Schema.String,
  traceparent: Schema.optionalKey(Schema.String),
});
const plenty = { burst: 1_000, perSecond: 1_000 };
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/** A socket that serves `greet` with what the test wants to happen. */
const serve = (greet: (word: string) => Promise<{ readonly said: string }>) => {
  const lines: string[] = [];
  const metrics = makeMetrics();
  const emitter = new EventEmitter();
  const data = {
    tenantId: "tenant-1",
    joined: new Set<string>(),
    typing: new Map<string, boolean>(),
    bucket: fullBucket(plenty, Date.now()),
    inFlight: 0,
  };
  const onAny = (listener: (name: string, ...args: unknown[]) => void) =>
    emitter.on("request", listener);
  const socket = { data, onAny };
  const table = { greet: request(Input, (_: null, { word }) => greet(word)) };
  serveRequests(socket, null, table, {
    log: pino({}, { write: (line) => void lines.push(line) }),
    metrics,
    limits: { inFlight: 10 },
    rate: plenty,
    tenantBuckets: makeBuckets(plenty),
    isStuck: () => false,
  });
  const ask = (raw: unknown) =>
    new Promise<Ack<{ said: string }>>(
      (resolve) => void emitter.emit("request", "greet", raw, resolve),
    );
  return { ask, lines, metrics, data, emitter };
};

describe("serving requests", () => {
  it("[RT6] answers with what was granted", async () => {
    const { ask, data } = serve(async (word) => ({ said: word }));
    expect(await ask({ word: "hello" })).toEqual({ ok: true, said: "hello" });
    expect(data.inFlight).toBe(0);
  });

  it("[RT6] answers before clients stop waiting, when the work takes longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { ask, data } = serve(() => new Promise(() => {}));
      const answer = ask({ word: "hello" });
      await vi.advanceTimersByTimeAsync(times.ackTimeoutMs - 400);
      expect(await answer).toMatchObject({
        ok: false,
        error: { kind: "unavailable", retryAfterMs: 500 },
      });
      expect(data.inFlight).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("[RT18] answers refusals by their kind, and an absent database with a delay", async () => {
    const refusal = new ActionRefused({ kind: "forbidden", message: "Not you." });
    const { ask } = serve(async () => Promise.reject(refusal));
    expect(await ask({ word: "x" })).toEqual({
      ok: false,
      error: { kind: "forbidden", message: "Not you." },
    });
    const away = new DatabaseUnavailable({
      reason: "connection",
      retryAfterMs: 250,
      outcome: "none",
      message: "away",
    });
    const { ask: askAway } = serve(async () => Promise.reject(away));
    expect(await askAway({ word: "x" })).toMatchObject({
      ok: false,
      error: { kind: "unavailable", retryAfterMs: 250 },
    });
  });

  it("[RT18] hides our own faults, logs them with the trace id and without anybody's words", async () => {
    const { ask, lines, metrics } = serve(async () => Promise.reject(new TypeError("a defect")));
    const answer = await ask({ word: "private words", traceparent });
    expect(answer).toMatchObject({ ok: false, error: { kind: "internal" } });
    expect(JSON.stringify(answer)).not.toContain("defect");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      request: "greet",
      tenantId: "tenant-1",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    expect(lines[0]).not.toContain("private words");
    expect(await metrics.registry.metrics()).toContain(
      'xin_refusals_total{kind="internal",edge="socket"} 1',
    );
  });

  it("[RT20] does the work also when nobody waits for the answer", async () => {
    const said: string[] = [];
    const { emitter, ask } = serve(async (word) => ({ said: String(said.push(word)) }));
    emitter.emit("request", "greet", { word: "without an ear" });
    emitter.emit("greet");
    await ask({ word: "last" });
    expect(said).toEqual(["without an ear", "last"]);
  });
});
