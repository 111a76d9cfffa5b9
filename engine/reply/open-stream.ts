import type {
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from "@ai-sdk/provider";
import { Effect } from "effect";
import type { CallMeter } from "./call-use.ts";
import { gatherWords } from "./gather-words.ts";
import { ModelFailure, type ModelFailureReason, toModelFailure } from "./model-failure.ts";
import type { ModelTask, Provider } from "./provider.ts";
import type { StreamEnd } from "./stream-end.ts";

/** A stream whose first content has come. `ended` settles with its end, and never rejects. */
export type OpenStream = LanguageModelV4StreamResult & {
  readonly provider: string;
  readonly modelId: string;
  readonly ended: Promise<StreamEnd>;
};

/**
 * Calls a model and waits for its first content, so that until then another one can be asked without
 * anybody having seen half an answer. Later the stream fails by itself when words stop coming, when
 * it takes or grows too long, or when it ends without saying that it is done: its last part is then an
 * `error` that carries a ModelFailure.
 */
export const openStream = (
  provider: Provider,
  task: ModelTask,
  options: LanguageModelV4CallOptions,
  meter: CallMeter,
): Effect.Effect<OpenStream, ModelFailure> =>
  // Suspended: each attempt needs an abort controller of its own.
  Effect.suspend(() => {
    const abort = new AbortController();
    return Effect.tryPromise({
      try: (signal) => {
        signal.addEventListener("abort", () => abort.abort(signal.reason), { once: true });
        return open(provider, task, options, meter, abort);
      },
      catch: (error) => toModelFailure(provider.name, error),
    }).pipe(
      Effect.timeoutOrElse({
        duration: provider.limits.firstTokenMs,
        orElse: () =>
          Effect.fail(failure(provider, "slow", "The first word did not come in time.")),
      }),
      Effect.tapError((error) => Effect.sync(() => abort.abort(error))),
    );
  });

const open = async (
  provider: Provider,
  task: ModelTask,
  options: LanguageModelV4CallOptions,
  meter: CallMeter,
  abort: AbortController,
): Promise<OpenStream> => {
  const deadline = performance.now() + provider.limits.callMs;
  const signals = [abort.signal, options.abortSignal].filter((signal) => signal !== undefined);
  const model = await provider.open(task);
  const abortSignal = AbortSignal.any(signals);
  const result = await model.doStream({ ...options, abortSignal });
  const reader = result.stream.getReader();
  const check = makeCheck(provider);
  const head: LanguageModelV4StreamPart[] = [];
  let isOpen = false;
  while (!isOpen) {
    const { value, done } = await reader.read();
    if (done) throw failure(provider, "broken", "The answer ended before it began.");
    check(value);
    meter.hear(value);
    head.push(value);
    isOpen = isContent(value);
  }
  meter.opened();

  const { promise: ended, resolve: settle } = Promise.withResolvers<StreamEnd>();
  let finished = head.some(({ type }) => type === "finish");
  const pace = makePace(provider.limits.idleMs);
  const next = async (): Promise<LanguageModelV4StreamPart | null> => {
    const queued = head.shift();
    if (queued !== undefined) return queued;
    const waitMs = Math.min(pace.leftMs(), deadline - performance.now());
    const stalled = () => failure(provider, "stalled", "Words stopped coming.");
    const { value, done } = await within(reader.read(), waitMs, stalled);
    if (done && !finished) throw failure(provider, "broken", "The answer was cut off.");
    if (done) return null;
    check(value);
    meter.hear(value);
    pace.hear(value);
    finished ||= value.type === "finish";
    return value;
  };
  const nextGathered = gatherWords(next);
  const stream = new ReadableStream<LanguageModelV4StreamPart>({
    pull: async (controller) => {
      try {
        const part = await nextGathered();
        if (part !== null) return controller.enqueue(part);
        settle("complete");
        controller.close();
      } catch (error) {
        const fault = toModelFailure(provider.name, error);
        settle(options.abortSignal?.aborted === true ? "cancelled" : fault);
        abort.abort(fault);
        controller.enqueue({ type: "error", error: fault });
        controller.close();
      }
    },
    cancel: (reason) => {
      settle("cancelled");
      abort.abort(reason);
    },
  });
  return { ...result, stream, provider: provider.name, modelId: model.modelId, ended };
};

/** Throws when a part shows that this is not going to be an answer. */
const makeCheck = (provider: Provider) => {
  let characters = 0;
  let hasContent = false;
  return (part: LanguageModelV4StreamPart) => {
    if (part.type === "error") throw part.error;
    if (part.type === "text-delta" || part.type === "reasoning-delta") {
      characters += part.delta.length;
      hasContent ||= part.delta !== "";
    }
    hasContent ||= part.type === "tool-call";
    if (characters > provider.limits.maxCharacters) {
      throw failure(provider, "too_long", "The answer is longer than an answer may be.");
    }
    if (part.type !== "finish" || !provider.external) return;
    const why = part.finishReason.unified;
    if (why === "length") throw failure(provider, "too_long", "The answer was cut at its limit.");
    if (why === "content-filter") throw failure(provider, "rejected", "The answer was filtered.");
    if (why !== "stop" && why !== "tool-calls") {
      throw failure(provider, "broken", "The answer did not come to its end.");
    }
    if (!hasContent) throw failure(provider, "broken", "The answer is empty.");
  };
};

/** Least an answer must grow by in `idleMs`, in characters: about two words of English, or half a sentence of Chinese. */
const leastGrowth = 10;

/** How long the next words may take. Single letters that drip in do not begin that time anew. */
const makePace = (idleMs: number) => {
  let markedAt = performance.now();
  let growth = 0;
  return {
    leftMs: () => idleMs - (performance.now() - markedAt),
    hear: (part: LanguageModelV4StreamPart) => {
      if ("delta" in part) growth += part.delta.length;
      if (growth < leastGrowth && "delta" in part) return;
      growth = 0;
      markedAt = performance.now();
    },
  };
};

const isContent = (part: LanguageModelV4StreamPart) =>
  (part.type === "text-delta" && part.delta !== "") ||
  part.type === "tool-input-start" ||
  part.type === "tool-call" ||
  part.type === "finish";

const within = async <T>(
  promise: Promise<T>,
  waitMs: number,
  late: () => ModelFailure,
): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, waitMs));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
};

const failure = (provider: Provider, reason: ModelFailureReason, message: string) =>
  new ModelFailure({ provider: provider.name, reason, message });
