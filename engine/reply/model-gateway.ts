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
} from "effect";
import { CircuitBreaker, RateLimiter } from "effect/persistence";
import { type CallMeter, type CallUse, meterCall } from "./call-use.ts";
import { estimatePromptTokens } from "./estimate-tokens.ts";
import { isRetryable, ModelFailure } from "./model-failure.ts";
import { costOf } from "./model-price.ts";
import { openStream, type OpenStream } from "./open-stream.ts";
import type { StreamEnd } from "./stream-end.ts";
import type { ModelTask, Provider } from "./provider.ts";
import type { Purse } from "./purse.ts";
import { makeProviderHealth } from "./provider-health.ts";

/** One call of one model, for the record. `outcome` is complete, cancelled or the reason of its failure. */
export type Attempt = CallUse & {
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly status: number | null;
  readonly ms: number;
  /** In US dollars; null where nobody knows the model's price. */
  readonly costUsd: number | null;
};

/** A request for an answer. */
export type ModelRequest = {
  readonly tenantId: string;
  readonly task: ModelTask;
  /** Asked in this order. */
  readonly providers: readonly Provider[];
  /** Providers that have already failed in the middle of this answer. */
  readonly skip: ReadonlySet<string>;
  /** What pays for calls of models outside this process. */
  readonly purse: Purse;
  /** When the first word must be there, on the clock of `performance.now`. The built-in model may be later. */
  readonly openBy: number;
  /** Called once for each attempt, when it has ended. */
  record(attempt: Attempt): void;
};

/**
 * Every model call goes through here. Providers are asked in order: each with its timeouts, its
 * retries before the first word (never sooner than it says), its circuit, its slots and its share of the
 * time there is. Once words came, nothing is tried again here: the stream fails, and the caller decides
 * what to do with what was already read. When nobody is left to ask, the failure's provider is "none".
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
  static readonly layer = Layer.effect(
    ModelGateway,
    Effect.suspend(() => makeGateway()),
  ).pipe(
    Layer.provide(CircuitBreaker.layerStoreMemory()),
    Layer.provide(RateLimiter.layerStoreMemory),
  );
}

/** Whether a provider has been asked and has not answered yet. */
type Progress = { isAsked: boolean };

/** Kept for each provider that comes later in the order, and the least the one before it gets, in milliseconds. */
const shares = { ofLater: 3000, least: 2000 };

const makeGateway = Effect.fnUntraced(function* () {
  const scope = yield* Scope.Scope;
  const health = yield* makeProviderHealth;

  /** Holds slot and circuit until the stream has ended: a stall counts as a failure like any other. */
  const attempt = Effect.fnUntraced(function* (
    provider: Provider,
    request: ModelRequest,
    options: LanguageModelV4CallOptions,
    progress: Progress,
  ) {
    const opened = yield* Deferred.make<OpenStream, ModelFailure>();
    const startedAt = performance.now();
    const meter = meterCall(estimatePromptTokens(options.prompt));
    const record = (end: StreamEnd) =>
      Effect.sync(() => {
        const ms = performance.now() - startedAt;
        request.record(attemptOf(provider, request, { end, ms, use: meter.use(end) }));
      });
    const call = Effect.suspend(() => {
      progress.isAsked = true;
      return openStream(provider, request.task, options, meter);
    }).pipe(
      Effect.tap((stream) => Deferred.succeed(opened, stream)),
      Effect.flatMap((stream) => Effect.promise(() => stream.ended)),
      Effect.flatMap((end) =>
        end instanceof ModelFailure ? Effect.fail(end) : Effect.succeed(end),
      ),
    );
    const life = paid(provider, request, options, meter, call).pipe(
      health.allow(provider, request.tenantId),
      Effect.tap(record),
      Effect.tapError(record),
      Effect.onExit((exit) =>
        Exit.isFailure(exit) ? Deferred.failCause(opened, exit.cause) : Effect.void,
      ),
    );
    const fiber = yield* Effect.forkIn(life, scope);
    return yield* Deferred.await(opened).pipe(Effect.onInterrupt(() => Fiber.interrupt(fiber)));
  });

  const paid = (
    provider: Provider,
    { purse, task }: ModelRequest,
    options: LanguageModelV4CallOptions,
    meter: CallMeter,
    call: Effect.Effect<StreamEnd, ModelFailure>,
  ) => {
    if (!provider.external) return call;
    const price = provider.price(task);
    const most = {
      tokensIn: estimatePromptTokens(options.prompt),
      tokensOut: options.maxOutputTokens ?? usualMostTokens,
    };
    return Effect.acquireUseRelease(
      Effect.tryPromise({
        try: () => purse.take(provider.name, costOf(price, most)),
        catch: (error) => (error instanceof ModelFailure ? error : uncounted(provider)),
      }),
      () => call,
      // Nobody waits for it: what cannot be given back now counts as spent.
      (receipt, exit) =>
        Effect.sync(() => {
          const use = meter.use(endOf(exit));
          receipt.settle(use, costOf(price, use) ?? 0);
        }),
    );
  };

  const tryProvider = Effect.fnUntraced(function* (
    provider: Provider,
    request: ModelRequest,
    options: LanguageModelV4CallOptions,
    progress: Progress,
  ) {
    const startedAt = performance.now();
    for (let failures = 1; ; failures += 1) {
      const result = yield* Effect.result(attempt(provider, request, options, progress));
      if (Result.isSuccess(result)) return result.success;
      progress.isAsked = false;
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
  ) => {
    const progress: Progress = { isAsked: false };
    const giveUp = (reason: "slow" | "busy" | "no_time", message: string) =>
      Effect.suspend(() => {
        const end = new ModelFailure({ provider: provider.name, reason, message });
        const ms = Math.max(0, provider.limits.openingMs);
        const use = { firstTokenMs: null, tokensIn: 0, tokensOut: 0 };
        request.record(attemptOf(provider, request, { end, ms, use }));
        return end;
      });
    if (provider.limits.openingMs <= 0) {
      return giveUp("no_time", "The providers before this one took the time there is.");
    }
    return tryProvider(provider, request, options, progress).pipe(
      Effect.timeoutOrElse({
        duration: provider.limits.openingMs,
        orElse: () =>
          giveUp(
            progress.isAsked ? "slow" : "busy",
            "No answer began in the time there is for all attempts.",
          ),
      }),
    );
  };

  return ModelGateway.of({
    open: Effect.fn("ModelGateway.open")(function* (request, options) {
      const candidates = request.providers.filter(({ name }) => !request.skip.has(name));
      let last: Pick<ModelFailure, "reason" | "message" | "status" | "retryAfterMs"> = {
        reason: "unavailable",
        message: "No model is left to ask.",
      };
      for (const [index, provider] of candidates.entries()) {
        const later = candidates.slice(index + 1).filter(({ external }) => external).length;
        const timed = inTime(provider, request.openBy - performance.now(), later);
        const result = yield* Effect.result(openWith(timed, request, options));
        if (Result.isSuccess(result)) return result.success;
        last = result.failure;
      }
      const { reason, message, status, retryAfterMs } = last;
      return yield* new ModelFailure({ provider: "none", reason, message, status, retryAfterMs });
    }),
  });
});

/** How long before its time is over a silent provider's attempt ends. */
const noticeMs = 500;

/**
 * The provider with the time it has: what is left less what is kept for those after it. A first word that
 * does not come ends the attempt before the provider's time is over, so that its circuit learns of it.
 */
const inTime = (provider: Provider, leftMs: number, later: number): Provider => {
  if (!provider.external) return provider;
  const share = Math.min(leftMs, Math.max(shares.least, leftMs - later * shares.ofLater));
  const { limits } = provider;
  const openingMs = Math.min(limits.openingMs, share);
  const firstTokenMs = Math.min(limits.firstTokenMs, openingMs - noticeMs);
  return { ...provider, limits: { ...limits, openingMs, firstTokenMs } };
};

/** What is wrong is ours: it must not close the way to a model that others use too. */
const uncounted = ({ name }: Provider) =>
  new ModelFailure({
    provider: name,
    reason: "uncounted",
    message: "The database did not take its cost down.",
  });

/** Tokens an answer may have where the request sets no limit. */
const usualMostTokens = 1000;

const endOf = (exit: Exit.Exit<StreamEnd, ModelFailure>): StreamEnd =>
  Exit.isSuccess(exit)
    ? exit.value
    : (exit.cause.reasons.find(Cause.isFailReason)?.error ?? "cancelled");

const attemptOf = (
  provider: Provider,
  { task }: ModelRequest,
  { end, ms, use }: { readonly end: StreamEnd; readonly ms: number; readonly use: CallUse },
): Attempt => ({
  provider: provider.name,
  model: provider.modelName(task),
  outcome: end instanceof ModelFailure ? end.reason : end,
  status: end instanceof ModelFailure ? (end.status ?? null) : null,
  ms: Math.round(ms),
  ...use,
  costUsd: costOf(provider.price(task), use),
});
