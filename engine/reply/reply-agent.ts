import type { LanguageModelV4 } from "@ai-sdk/provider";
import { Context, Effect, Layer, Stream } from "effect";
import { loadAgent, type MastraAgent } from "./mastra-agent.ts";
import { ModelFailure, toModelFailure } from "./model-failure.ts";
import { ModelGateway } from "./model-gateway.ts";
import type { Ask } from "./ask.ts";

/** What the agent gives, in order. `finished` comes last, or the stream fails. */
export type Piece =
  | { readonly type: "text"; readonly text: string; readonly provider: string }
  /** A tool has answered a call. */
  | { readonly type: "called"; readonly provider: string; readonly model: string }
  /** The model says that the passages do not answer the question. */
  | { readonly type: "gave-up" }
  | {
      readonly type: "finished";
      readonly provider: string;
      readonly model: string;
      readonly tokensIn: number;
      readonly tokensOut: number;
    };

/** Writes answers: Mastra's agent loop over the model gateway. One agent for the process. */
export class ReplyAgent extends Context.Service<
  ReplyAgent,
  { write(ask: Ask): Stream.Stream<Piece, ModelFailure> }
>()("xin/engine/reply/ReplyAgent") {
  static readonly layer = Layer.effect(
    ReplyAgent,
    Effect.gen(function* () {
      const gateway = yield* ModelGateway;
      // Mastra takes seconds to load: begin now, wait only when the first answer is due.
      const loading = yield* Effect.cached(Effect.promise(loadAgent));
      yield* Effect.forkScoped(loading);
      return ReplyAgent.of({
        write: (ask) =>
          Stream.unwrap(Effect.flatMap(loading, (agent) => writeWith(agent, gateway, ask))),
      });
    }),
  );
}

type Gateway = ModelGateway["Service"];
type Origin = { provider: string; model: string };

/** Most tokens of one answer: about three times the longest answer the guards let through. */
const maxOutputTokens = 900;

const writeWith = Effect.fnUntraced(function* (agent: MastraAgent, gateway: Gateway, ask: Ask) {
  const run = Effect.runPromiseWith(yield* Effect.context());
  const openingMs = ask.request.openBy - performance.now();
  const origin: Origin = { provider: "none", model: "none" };
  const model: LanguageModelV4 = {
    specificationVersion: "v4",
    provider: "xin",
    modelId: "gateway",
    supportedUrls: {},
    doStream: async (options) => {
      // Each step of the loop has the whole time to begin that the first one had.
      const request = { ...ask.request, openBy: performance.now() + openingMs };
      const opened = await run(gateway.open(request, options), { signal: options.abortSignal });
      origin.provider = opened.provider;
      origin.model = opened.modelId;
      return opened;
    },
    doGenerate: () => Promise.reject(new TypeError("The gateway only streams.")),
  };
  const abort = yield* Effect.acquireRelease(
    Effect.sync(() => new AbortController()),
    (controller) => Effect.sync(() => controller.abort()),
  );
  const output = yield* Effect.tryPromise({
    try: () =>
      agent.stream(ask, {
        model,
        abortSignal: abort.signal,
        maxOutputTokens,
        call: (name, input) => run(ask.callTool(name, input), { signal: abort.signal }),
      }),
    catch: (error) => toModelFailure(origin.provider, error),
  });
  return Stream.fromAsyncIterable(output.chunks, (error) =>
    toModelFailure(origin.provider, error),
  ).pipe(
    Stream.mapEffect((chunk) => toPieces(chunk, origin, output, ask)),
    Stream.flatMap(Stream.fromIterable),
  );
});

type Output = Awaited<ReturnType<MastraAgent["stream"]>>;
type Chunk = Output["chunks"] extends AsyncIterable<infer C> ? C : never;

const toPieces = (
  chunk: Chunk,
  origin: Origin,
  output: Output,
  ask: Ask,
): Effect.Effect<readonly Piece[], ModelFailure> => {
  const fail = (message: string) =>
    Effect.fail(new ModelFailure({ provider: origin.provider, reason: "broken", message }));
  switch (chunk.type) {
    case "text-delta":
      return Effect.succeed([
        { type: "text", text: chunk.payload.text, provider: origin.provider },
      ]);
    case "tool-call":
      return chunk.payload.toolName === giveUpTool
        ? Effect.succeed([{ type: "gave-up" }])
        : ask.tools.length > 0
          ? Effect.succeed([])
          : Effect.andThen(
              Effect.sync(() => ask.rejectCall(chunk.payload.toolName, chunk.payload.args)),
              fail("The model called a tool that does not exist."),
            );
    case "tool-result":
      // Our tools answer with text; the loop answers for them when the arguments do not fit.
      return Effect.sync(() => {
        const { toolName, args, result } = chunk.payload;
        if (typeof result !== "string") ask.rejectCall(toolName, args);
        return [{ type: "called", ...origin }];
      });
    case "tool-error":
      // The model is told by the loop, and goes on.
      return Effect.sync(() => {
        ask.rejectCall(chunk.payload.toolName, chunk.payload.args);
        return [];
      });
    case "error":
      return Effect.fail(toModelFailure(origin.provider, chunk.payload.error));
    case "abort":
    case "tripwire":
      return fail(`The agent ended with ${chunk.type}.`);
    case "finish":
      return Effect.promise(() => output.usage()).pipe(
        Effect.map(({ tokensIn, tokensOut }) => [
          { type: "finished", ...origin, tokensIn, tokensOut },
        ]),
      );
    default:
      return Effect.succeed([]);
  }
};

/** The one tool the model has: a typed way to say that a person must answer. */
export const giveUpTool = "hand_over";
