import { Cause, Duration, Effect, Exit, Semaphore } from "effect";
import { CircuitBreaker, RateLimiter } from "effect/persistence";
import { LruCache } from "../knowledge/lru-cache.ts";
import { ModelFailure, type ModelFailureReason } from "./model-failure.ts";
import type { StreamEnd } from "./stream-end.ts";
import type { Provider } from "./provider.ts";

/** Failures in a row that open a provider's circuit, and how long it stays open before one call probes it. */
const circuit = { failures: 5, openMs: 10_000 };

/** Longest pause a provider is believed to want. */
const longestPauseMs = 3_600_000;

/** Pauses and slots of this many providers are remembered, the latest used. */
const remembered = 10_000;

/** Timers may fire a little early: a pause with less than this left is over. */
const timerSlackMs = 5;

type Call = Effect.Effect<StreamEnd, ModelFailure>;

/**
 * What this process knows of providers: the pause each asked for, its slots, how often each workspace asks
 * it, and its circuit. Kept by the provider's key, so that workspaces share it exactly where they share the
 * provider. A call that may not happen now fails at once, and says how long to wait where that is known.
 */
export const makeProviderHealth = Effect.gen(function* () {
  const breaker = yield* CircuitBreaker.make({
    tripPolicy: CircuitBreaker.consecutive(circuit.failures),
    openDuration: circuit.openMs,
  });
  const limiter = yield* RateLimiter.make;
  const slots = new LruCache<string, Semaphore.Semaphore>(remembered);
  const pausedUntil = new LruCache<string, number>(remembered);

  const slotsOf = ({ key, limits }: Provider) => {
    const known = slots.get(key);
    if (known !== undefined) return known;
    const fresh = Semaphore.makeUnsafe(limits.concurrency);
    slots.set(key, fresh, 1);
    return fresh;
  };

  /** A provider that said when to come back is not asked before, by nobody. */
  const assertRested = ({ name, key }: Provider) =>
    Effect.suspend(() => {
      const retryAfterMs = (pausedUntil.get(key) ?? 0) - performance.now();
      if (retryAfterMs < timerSlackMs) return Effect.void;
      const message = "This provider asked for a pause that is not over yet.";
      return new ModelFailure({ provider: name, reason: "paused", retryAfterMs, message });
    });

  const notePause = ({ key }: Provider, { reason, retryAfterMs }: ModelFailure) => {
    if (reason !== "throttled" || retryAfterMs === undefined) return;
    const until = performance.now() + Math.min(retryAfterMs, longestPauseMs);
    pausedUntil.set(key, Math.max(until, pausedUntil.get(key) ?? 0), 1);
  };

  const takeToken = ({ name, key, limits }: Provider, tenantId: string) =>
    limiter
      .consume({
        algorithm: "token-bucket",
        onExceeded: "fail",
        window: "1 minute",
        limit: limits.callsPerMinute,
        key: `${tenantId} ${key}`,
      })
      .pipe(
        Effect.mapError(({ reason }) => {
          const isLimit = reason._tag === "RateLimitExceeded";
          return new ModelFailure({
            provider: name,
            reason: "limited",
            ...(isLimit ? { retryAfterMs: Duration.toMillis(reason.retryAfter) } : {}),
            message: "This workspace asks this provider as often as it may.",
          });
        }),
      );

  const throughCircuit = (provider: Provider, call: Call): Call =>
    call.pipe(
      Effect.tapError((error) => Effect.sync(() => notePause(provider, error))),
      breaker.execute({ key: provider.key, classify }),
      Effect.catchTag("CircuitBreakerError", () =>
        Effect.fail(
          new ModelFailure({
            provider: provider.name,
            reason: "circuit_open",
            message: "This provider failed too often and is left alone for some seconds.",
          }),
        ),
      ),
    );

  const allow =
    (provider: Provider, tenantId: string) =>
    (call: Call): Call =>
      assertRested(provider).pipe(
        Effect.andThen(takeToken(provider, tenantId)),
        Effect.andThen(throughCircuit(provider, call)),
        slotsOf(provider).withPermits(1),
      );

  return { allow };
});

const saysNothing: ReadonlySet<ModelFailureReason> = new Set([
  "too_long",
  "no_key",
  "budget_conversation",
  "budget_day",
  "budget_calls",
  "unpriced",
  "uncounted",
]);

/** What a call's end says of the provider's health. What we cancelled or asked wrongly says nothing. */
const classify = (exit: Exit.Exit<StreamEnd, ModelFailure>): CircuitBreaker.Outcome => {
  if (Exit.isSuccess(exit)) {
    return exit.value === "complete" ? CircuitBreaker.success : CircuitBreaker.ignored;
  }
  const error = exit.cause.reasons.find(Cause.isFailReason)?.error;
  if (error === undefined) return CircuitBreaker.ignored;
  const ours = error.status === 400 || error.status === 413 || error.status === 422;
  if (ours || saysNothing.has(error.reason)) return CircuitBreaker.ignored;
  return CircuitBreaker.failure({ retryAfter: error.retryAfterMs ?? 0 });
};
