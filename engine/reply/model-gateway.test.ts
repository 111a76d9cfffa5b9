import { Cause, Effect, Exit, Layer, ManagedRuntime, Stream } from "effect";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeOpenAI, startFakeOpenAI } from "../../tests/fakes/openai.ts";
import type { ChatReply } from "../../tests/fakes/openai-reply.ts";
import { ModelFailure } from "./model-failure.ts";
import { type Attempt, ModelGateway } from "./model-gateway.ts";
import type { NumberedPassage } from "./passage.ts";
import {
  externalLimits,
  extractiveProvider,
  openAiProvider,
  openingMsOf,
  type Provider,
  type ProviderLimits,
} from "./provider.ts";
import { freePurse, type Purse } from "./purse.ts";
import { type Piece, ReplyAgent } from "./reply-agent.ts";

const question = "How long does a refund take?";
const passages: readonly NumberedPassage[] = [
  {
    n: 1,
    chunkId: "c",
    sourceId: "s",
    title: "Refunds",
    heading: null,
    text: "A refund takes five working days. It goes to the card you paid with.",
    url: null,
    lang: "en",
    score: 1,
  },
];
const quoted = "A refund takes five working days [1]. It goes to the card you paid with [1].";

/** Short times, so that no test waits for real ones. */
const limits: ProviderLimits = {
  ...externalLimits,
  firstTokenMs: 2000,
  openingMs: 6000,
  idleMs: 1000,
  callMs: 8000,
};

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

const start = async (
  providers: (fake: FakeOpenAI) => readonly Provider[],
  { openByMs, purse = freePurse }: { readonly openByMs?: number; readonly purse?: Purse } = {},
) => {
  const fake = await startFakeOpenAI();
  const layer = ReplyAgent.layer.pipe(Layer.provideMerge(ModelGateway.layer));
  const runtime = ManagedRuntime.make(layer);
  open.push({ [Symbol.asyncDispose]: () => runtime.dispose() }, fake);
  const given = providers(fake);
  const attempts: Attempt[] = [];
  const pieces: Piece[] = [];
  const ask = async (skip: readonly string[] = [], signal?: AbortSignal, tenantId = "t") => {
    pieces.length = 0;
    const exit = await runtime.runPromiseExit(
      ReplyAgent.use((agent) =>
        agent
          .write({
            instructions: "Answer from the passages.",
            tools: [],
            rejectCall: () => {},
            callTool: () => Effect.succeed(""),
            messages: [{ role: "user", content: question }],
            request: {
              tenantId,
              task: { question, locale: "en", passages, modelName: null },
              providers: given,
              purse,
              openBy: performance.now() + (openByMs ?? openingMsOf(given)),
              skip: new Set(skip),
              record: (attempt) => attempts.push(attempt),
            },
          })
          .pipe(Stream.runForEach((piece) => Effect.sync(() => pieces.push(piece)))),
      ),
      { signal },
    );
    const text = pieces.map((piece) => (piece.type === "text" ? piece.text : "")).join("");
    const failure = Exit.isSuccess(exit)
      ? null
      : exit.cause.reasons.find(Cause.isFailReason)?.error;
    return { text, failure, pieces: [...pieces] };
  };
  return { fake, ask, attempts, outcomes: () => attempts.map(({ outcome }) => outcome) };
};

const times = (count: number, reply: ChatReply): ChatReply[] =>
  Array.from({ length: count }, () => reply);

const withFallback = (fake: FakeOpenAI) => [
  openAiProvider({ url: fake.url, key: "k", model: "m" }, limits),
  extractiveProvider,
];
const alone = (fake: FakeOpenAI) => withFallback(fake).slice(0, 1);

describe("the built-in model", () => {
  it("answers with the sentences of the passages, cited, and counts tokens", async () => {
    const { ask } = await start(() => [extractiveProvider]);
    const { text, pieces } = await ask();
    expect(text).toBe(quoted);
    expect(pieces.at(-1)).toMatchObject({ type: "finished", provider: "xin", model: "extractive" });
  });
});

describe("a provider that answers", () => {
  it("streams, and reports provider, model and tokens", async () => {
    const { fake, ask, attempts } = await start(withFallback);
    fake.scriptChat({ mode: "text", text: "Five working days [1]." });
    const { text, pieces } = await ask();
    expect(text).toBe("Five working days [1].");
    expect(pieces.at(-1)).toEqual({
      type: "finished",
      provider: "openai-compatible",
      model: "m",
      tokensIn: 11,
      tokensOut: 4,
    });
    expect(attempts).toMatchObject([
      { provider: "openai-compatible", model: "m", outcome: "complete" },
    ]);
  });

  it("may give up with its one tool", async () => {
    const { fake, ask } = await start(withFallback);
    fake.scriptChat({ mode: "tool-call", name: "hand_over", argumentsJson: '{"reason":"no"}' });
    const { pieces, failure } = await ask();
    expect(failure).toBeNull();
    expect(pieces.map(({ type }) => type)).toEqual(["gave-up", "finished"]);
  });
});

describe("before the first word", () => {
  it("429: waits as long as it is told, then asks again", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat(
      { mode: "rate-limited", retryAfterSeconds: 1 },
      { mode: "text", text: "Five days [1]." },
    );
    const startedAt = performance.now();
    expect((await ask()).text).toBe("Five days [1].");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1000);
    expect(outcomes()).toEqual(["throttled", "complete"]);
  });

  it("429 for longer than there is: falls back at once, without a second request", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat({ mode: "rate-limited", retryAfterSeconds: 60 });
    expect((await ask()).text).toBe(quoted);
    expect(fake.requests).toHaveLength(1);
    expect(outcomes()).toEqual(["throttled", "complete"]);
  });

  it("500: tries three times in all, then falls back", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat(...times(3, { mode: "error", status: 500 }));
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["unavailable", "unavailable", "unavailable", "complete"]);
  });

  it("401: never asks again", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat({ mode: "error", status: 401 });
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["rejected", "complete"]);
  });

  it("silence: gives up in time, hangs up, falls back", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat({ mode: "hang" });
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["slow", "complete"]);
    await expect.poll(() => fake.requests[0]?.outcome).toBe("aborted");
  });

  it("garbage: falls back", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat({ mode: "garbage" });
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["broken", "complete"]);
  });

  it("nobody there: falls back", async () => {
    const { ask, outcomes } = await start(() => [
      openAiProvider({ url: "http://127.0.0.1:9/v1", key: null, model: "m" }, limits),
      extractiveProvider,
    ]);
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["unavailable", "unavailable", "unavailable", "complete"]);
  });

  it("without a fallback the failure has its reason", async () => {
    const { fake, ask } = await start(alone);
    fake.scriptChat({ mode: "hang" });
    expect((await ask()).failure).toMatchObject({ _tag: "ModelFailure", reason: "slow" });
  });
});

describe("after the first word two answers are never glued together", () => {
  it.each([
    ["a stall", { mode: "stall", text: "A refund takes" }, "stalled"],
    ["an answer without end", { mode: "endless", pauseMs: 1 }, "too_long"],
  ] as const)("%s fails the stream; the caller asks the others", async (_name, reply, reason) => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat(reply);
    const first = await ask();
    expect(first.failure).toBeInstanceOf(ModelFailure);
    expect(first.failure).toMatchObject({ reason, provider: "openai-compatible" });
    expect(first.pieces.every(({ type }) => type === "text")).toBe(true);
    await expect.poll(() => fake.requests[0]?.outcome).toBe("aborted");
    expect((await ask(["openai-compatible"])).text).toBe(quoted);
    expect(outcomes()).toEqual([reason, "complete"]);
  });

  it("a tool that does not exist fails the stream", async () => {
    const { fake, ask } = await start(withFallback);
    fake.scriptChat({ mode: "tool-call", name: "delete_everything", argumentsJson: "{}" });
    expect((await ask()).failure).toMatchObject({ reason: "broken" });
  });
});

describe("what an answer used", () => {
  it("is recorded as the provider reports it, with its price", async () => {
    const { fake, ask, attempts } = await start((server) => [
      { ...alone(server)[0]!, price: () => ({ in: 1, out: 100 }) },
    ]);
    fake.scriptChat({ mode: "text", text: "Five working days [1]." });
    await ask();
    const [attempt] = attempts;
    expect(attempt).toMatchObject({ tokensIn: 11, tokensOut: 4, costUsd: 411 / 1_000_000 });
    expect(attempt?.firstTokenMs).toBeLessThanOrEqual(attempt?.ms ?? 0);
  });

  it("is estimated for an answer that breaks off, and nothing for one that never began", async () => {
    const { fake, ask, attempts } = await start(alone);
    fake.scriptChat({ mode: "stall", text: "A refund takes" }, { mode: "error", status: 401 });
    await ask();
    await ask();
    expect(attempts[0]).toMatchObject({ outcome: "stalled", costUsd: null });
    expect(attempts[0]?.tokensIn).toBeGreaterThan(10);
    expect(attempts[0]?.tokensOut).toBeGreaterThan(2);
    expect(attempts[1]).toMatchObject({ tokensIn: 0, tokensOut: 0, firstTokenMs: null });
  });
});

describe("several providers", () => {
  const second = (server: FakeOpenAI): Provider => ({
    ...openAiProvider({ url: server.url, key: null, model: "second" }, limits),
    name: "second",
    key: "second",
  });

  it("one that is silent leaves the next one its time", async () => {
    const { fake, ask, attempts } = await start((server) => [
      ...alone(server).map((one) => ({
        ...one,
        limits: { ...limits, firstTokenMs: 60_000, openingMs: 6000 },
      })),
      second(server),
    ]);
    fake.scriptChat({ mode: "hang" }, { mode: "text", text: "Five working days [1]." });
    expect((await ask()).text).toBe("Five working days [1].");
    expect(attempts.map(({ provider, outcome }) => [provider, outcome])).toEqual([
      ["openai-compatible", "slow"],
      ["second", "complete"],
    ]);
    expect(attempts[0]?.ms).toBeLessThan(6000);
  });

  it("that take all the time there is: the built-in model answers", async () => {
    const { ask, outcomes } = await start((server) => [...withFallback(server)], {
      openByMs: 0,
    });
    expect((await ask()).text).toBe(quoted);
    expect(outcomes()).toEqual(["no_time", "complete"]);
  });
});

describe("a provider that asked for a pause", () => {
  it("is asked by nobody until it is over", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat({ mode: "rate-limited", retryAfterSeconds: 60 });
    await ask();
    await ask();
    expect(fake.requests).toHaveLength(1);
    expect(outcomes()).toEqual(["throttled", "complete", "paused", "complete"]);
  });
});

describe("more calls in a minute than a workspace may make", () => {
  it("go to the next model, and other workspaces are not held back", async () => {
    const { fake, ask, outcomes } = await start((server) => [
      openAiProvider(
        { url: server.url, key: null, model: "m" },
        { ...limits, callsPerMinute: 2, retries: 0 },
      ),
      extractiveProvider,
    ]);
    for (let round = 0; round < 3; round += 1) await ask();
    expect(fake.requests).toHaveLength(2);
    expect(outcomes()).toEqual(["complete", "complete", "limited", "complete"]);
    await ask([], undefined, "another");
    expect(fake.requests).toHaveLength(3);
  });
});

describe("answers that are none", () => {
  it.each<[string, ChatReply, string]>([
    ["one letter now and then", { mode: "text", text: "a b c d e f g h", pauseMs: 300 }, "stalled"],
    ["an empty one", { mode: "text", text: "" }, "broken"],
    ["megabytes without an end of line", { mode: "flood" }, "too_long"],
    ["a way to somewhere else", { mode: "redirect" }, "unavailable"],
    ["one that is cut off within its JSON", { mode: "cut", text: "A refund takes five" }, "broken"],
  ])("%s", async (_name, reply, outcome) => {
    const { fake, ask, outcomes } = await start((server) =>
      alone(server).map((one) => ({ ...one, limits: { ...limits, retries: 0 } })),
    );
    fake.scriptChat(reply);
    expect((await ask()).failure).toMatchObject({ _tag: "ModelFailure", reason: outcome });
    expect(outcomes()).toEqual([outcome]);
    expect(fake.requests).toHaveLength(1);
  });
});

describe("a provider that keeps failing", () => {
  it("is left alone after five failures, so that nobody waits for it", async () => {
    const { fake, ask, outcomes } = await start(withFallback);
    fake.scriptChat(...times(5, { mode: "stall", text: "par" }));
    for (let round = 0; round < 5; round += 1) await ask();
    expect((await ask()).text).toBe(quoted);
    expect(fake.requests).toHaveLength(5);
    expect(outcomes().slice(-2)).toEqual(["circuit_open", "complete"]);
  });
});

describe("costs that cannot be taken down", () => {
  it("fail the call before it is made, and say nothing of the provider", async () => {
    let isAway = true;
    const purse: Purse = {
      take: (...call) => (isAway ? Promise.reject(new Error("away")) : freePurse.take(...call)),
    };
    const { fake, ask, outcomes } = await start(withFallback, { purse });
    for (let round = 0; round < 2; round += 1) expect((await ask()).text).toBe(quoted);
    expect(fake.requests).toHaveLength(0);
    // More in a row than open a circuit.
    expect(outcomes().filter((outcome) => outcome === "uncounted")).toHaveLength(6);
    isAway = false;
    fake.scriptChat({ mode: "text", text: "Refunds take five days [1]." });
    expect((await ask()).text).toBe("Refunds take five days [1].");
  });
});

describe("cancelling", () => {
  it("hangs up at the provider and counts as no failure", async () => {
    const { fake, ask, outcomes } = await start(alone);
    fake.scriptChat({ mode: "text", text: "one two three four five six", pauseMs: 100 });
    const abort = new AbortController();
    const asked = ask([], abort.signal);
    await expect.poll(() => fake.requests).toHaveLength(1);
    abort.abort();
    await asked;
    await expect.poll(() => fake.requests[0]?.outcome).toBe("aborted");
    expect(outcomes()).not.toContain("unavailable");
  });

  it("more calls than slots wait for a free one", async () => {
    const { fake, ask } = await start((server) => [
      openAiProvider({ url: server.url, key: null, model: "m" }, { ...limits, concurrency: 1 }),
    ]);
    fake.scriptChat(
      { mode: "text", text: "a b", pauseMs: 50 },
      { mode: "text", text: "c d", pauseMs: 50 },
    );
    await Promise.all([ask(), ask()]);
    expect(fake.requests.map(({ outcome }) => outcome)).toEqual(["answered", "answered"]);
  });
});
