import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import {
  Cause,
  Context,
  Deferred,
  Effect,
  Exit,
  Fiber,
  Layer,
  Random,
  Result,
  Scope,
  Semaphore,
} from "effect";
import { CircuitBreaker } from "effect/persistence";
import { isRetryable, ModelFailure } from "./model-failure.ts";
import { openStream, type OpenStream, type StreamEnd } from "./open-stream.ts";
import type { ModelTask, Provider } from "./provider.ts";

/** One call of one model, for the record. `outcome` is complete, cancelled or the reason of its failure. */
export type Attempt = {
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly status: number | null;
  readonly ms: number;
};

/** A request for an answer. */
export type ModelRequest = {
  readonly task: ModelTask;
  /** Providers that have already failed in the middle of this answer. */
  readonly skip: ReadonlySet<string>;
  /** Called once for each attempt, when it has ended. */
  record(attempt: Attempt): void;
};

/**
 * Every model call goes through here. Providers are asked in order: each with its timeouts, its
 * retries before the first word (never sooner than it says), its circuit and its slots. Once words
 * came, nothing is tried again here: the stream fails, and the caller decides what to do with what
 * was already read. When nobody is left to ask, the failure's provider is "none".
 */
export class ModelGateway extends Context.Service<
  ModelGateway,
  {
    open(
      request: ModelRequest,
      options: LanguageModelV4CallOptions,
    ): Effect.Effect<OpenStream, ModelFailure>;
  }
>()("xin/engine/reply/ModelGateway") {
  static readonly layer = (providers: readonly Provider[]) =>
    Layer.effect(ModelGateway, makeGateway(providers)).pipe(
      Layer.provide(CircuitBreaker.layerStoreMemory()),
    );
}

/** Failures in a row that open a provider's circuit, and how long it stays open before one call probes it. */
const circuit = { failures: 5, openMs: 10_000 };

const makeGateway = Effect.fnUntraced(function* (providers: readonly Provider[]) {
  const scope = yield* Scope.Scope;
  const breaker = yield* CircuitBreaker.make({
    tripPolicy: CircuitBreaker.consecutive(circuit.failures),
    openDuration: circuit.openMs,
  });
  const slots = new Map(
    providers.map(({ name, limits }) => [name, Semaphore.makeUnsafe(limits.concurrency)]),
  );

  /** Holds slot and circuit until the stream has ended: a stall counts as a failure like any other. */
  const attempt = Effect.fnUntraced(function* (
    provider: Provider,
    request: ModelRequest,
    options: LanguageModelV4CallOptions,
  ) {
    const opened = yield* Deferred.make<OpenStream, ModelFailure>();
    const startedAt = performance.now();
    const record = (end: StreamEnd) =>
      request.record({
        provider: provider.name,
        model: request.task.modelName ?? provider.model(request.task).modelId,
        outcome: end instanceof ModelFailure ? end.reason : end,
        status: end instanceof ModelFailure ? (end.status ?? null) : null,
        ms: Math.round(performance.now() - startedAt),
      });
    const life = openStream(provider, request.task, options).pipe(
      Effect.tap((stream) => Deferred.succeed(opened, stream)),
      Effect.flatMap((stream) => Effect.promise(() => stream.ended)),
      Effect.flatMap((end) =>
        end instanceof ModelFailure ? Effect.fail(end) : Effect.succeed(end),
      ),
      breaker.execute({ key: provider.name, classify }),
      Effect.catchTag("CircuitBreakerError", () =>
        Effect.fail(
          new ModelFailure({
            provider: provider.name,
            reason: "circuit_open",
            message: "This provider failed too often and is left alone for some seconds.",
          }),
        ),
      ),
      Effect.tap((end) => Effect.sync(() => record(end))),
      Effect.tapError((error) => Effect.sync(() => record(error))),
      (slots.get(provider.name) ?? Semaphore.makeUnsafe(1)).withPermits(1),
      Effect.onExit((exit) =>
        Exit.isFailure(exit) ? Deferred.failCause(opened, exit.cause) : Effect.void,
      ),
    );
    const fiber = yield* Effect.forkIn(life, scope);
    return yield* Deferred.await(opened).pipe(Effect.onInterrupt(() => Fiber.interrupt(fiber)));
  });

  const tryProvider = Effect.fnUntraced(function* (
    provider: Provider,
    request: ModelRequest,
    options: LanguageModelV4CallOptions,
  ) {
    const startedAt = performance.now();
    for (let failures = 1; ; failures += 1) {
      const result = yield* Effect.result(attempt(provider, request, options));
      if (Result.isSuccess(result)) return result.success;
      const error = result.failure;
      const jitter = yield* Random.nextBetween(0.5, 1);
      const waitMs = Math.max(200 * 2 ** failures * jitter, error.retryAfterMs ?? 0);
      const left = provider.limits.openingMs - (performance.now() - startedAt);
      if (!isRetryable(error) || failures > provider.limits.retries || waitMs >= left) {
        return yield* error;
      }
      yield* Effect.sleep(waitMs);
    }
  });

  const openWith = (
    provider: Provider,
    request: ModelRequest,
    options: LanguageModelV4CallOptions,
  ) =>
    tryProvider(provider, request, options).pipe(
      Effect.timeoutOrElse({
        duration: provider.limits.openingMs,
        orElse: () =>
          Effect.fail(
            new ModelFailure({
              provider: provider.name,
              reason: "busy",
              message: "No answer began in the time there is for all attempts.",
            }),
          ),
      }),
    );

  return ModelGateway.of({
    open: Effect.fn("ModelGateway.open")(function* (request, options) {
      const candidates = providers.filter(({ name }) => !request.skip.has(name));
      let last: Pick<ModelFailure, "reason" | "message" | "status" | "retryAfterMs"> = {
        reason: "unavailable",
        message: "No model is left to ask.",
      };
      for (const provider of candidates) {
        const result = yield* Effect.result(openWith(provider, request, options));
        if (Result.isSuccess(result)) return result.success;
        last = result.failure;
      }
      const { reason, message, status, retryAfterMs } = last;
      return yield* new ModelFailure({ provider: "none", reason, message, status, retryAfterMs });
    }),
  });
});

/** What a call's end says of the provider's health. What we cancelled, or asked wrongly, says nothing. */
const classify = (exit: Exit.Exit<StreamEnd, ModelFailure>): CircuitBreaker.Outcome => {
  if (Exit.isSuccess(exit)) {
    return exit.value === "complete" ? CircuitBreaker.success : CircuitBreaker.ignored;
  }
  const error = exit.cause.reasons.find(Cause.isFailReason)?.error;
  if (error === undefined) return CircuitBreaker.ignored;
  const ours = error.status === 400 || error.status === 413 || error.status === 422;
  if (ours || error.reason === "too_long") return CircuitBreaker.ignored;
  return CircuitBreaker.failure({ retryAfter: error.retryAfterMs ?? 0 });
};
