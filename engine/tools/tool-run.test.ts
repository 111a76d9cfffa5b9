import { Effect, Fiber } from "effect";
import { TestClock } from "effect/testing";
import { anything, array, assert, asyncProperty, constantFrom, oneof, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { allTools } from "./granted-tools.ts";
import type { FoundPassage, LookUps, ToolWorld } from "./tool.ts";
import { makeToolRun, toolCaps } from "./tool-run.ts";

const world: ToolWorld = {
  contact: {
    name: "Kim",
    email: null,
    provenEmail: null,
    language: "en",
    knownSince: "2026-11-26T00:00:00Z",
  },
  address: "unknown",
  identity: { state: "no-address" },
  tags: ["warranty"],
  members: [{ id: "m1", name: "Ann" }],
};
const never = new Promise<never>(() => {});
const lookUps: LookUps = {
  search: () => Promise.resolve([]),
  record: () => Promise.resolve({ refused: "no" }),
};
const passage = (n: number): FoundPassage => ({
  n,
  chunkId: `chunk-${n}`,
  title: "T".repeat(500),
  heading: null,
  text: "x".repeat(50_000),
});
const run = (grant: readonly string[], found: Partial<LookUps> = {}) =>
  makeToolRun(grant, { world, lookUps: { ...lookUps, ...found }, recall: null });

/** Runs a test in time that passes only when it says so. */
const timed = (test: Effect.Effect<void>) =>
  Effect.runPromise(test.pipe(Effect.provide(TestClock.layer())));

describe("the tools of a reply", () => {
  it("give up on a tool that hangs, and the model is told", () =>
    timed(
      Effect.gen(function* () {
        const tools = run(["search_knowledge", "close"], { search: () => never });
        const call = yield* Effect.forkChild(tools.call("search_knowledge", { query: "lamps" }));
        yield* TestClock.adjust(toolCaps.callMs);
        expect(yield* Fiber.join(call)).toBe("It took too long.");
        expect(tools.calls).toMatchObject([{ outcome: "failed", result: "It took too long." }]);
      }),
    ));

  it("tell the model that a tool broke, and not how", () =>
    timed(
      Effect.gen(function* () {
        const broken = () => Promise.reject(new Error("password of the database"));
        const tools = run(["search_knowledge"], { search: broken });
        expect(yield* tools.call("search_knowledge", { query: "lamps" })).toBe("The tool failed.");
        expect(JSON.stringify(tools.calls)).not.toContain("password");
      }),
    ));

  it("cut what a tool says, and what is recorded of a call", () =>
    timed(
      Effect.gen(function* () {
        const search = () => Promise.resolve([1, 2, 3, 4, 5, 6, 7, 8].map(passage));
        const tools = run(["search_knowledge"], { search });
        const told = yield* tools.call("search_knowledge", { query: "lamps" });
        expect(told).toHaveLength(toolCaps.resultLength);
        yield* tools.call("search_knowledge", { query: "y".repeat(100_000) });
        expect(tools.calls.map(({ outcome }) => outcome)).toEqual(["answered", "invalid"]);
        expect(tools.calls[1]?.input).toHaveLength(toolCaps.inputLength);
      }),
    ));

  it("are called so often and no more; what is rejected is recorded up to a limit", () =>
    timed(
      Effect.gen(function* () {
        const tools = run(["look_up_contact"]);
        for (let n = 0; n <= toolCaps.calls; n += 1) yield* tools.call("look_up_contact", {});
        expect(tools.calls.map(({ outcome }) => outcome)).toEqual([
          ...Array.from({ length: toolCaps.calls }, () => "answered"),
          "too_many",
        ]);
        for (let n = 0; n < 100; n += 1) tools.reject("close", {});
        expect(tools.calls).toHaveLength(toolCaps.recorded);
      }),
    ));

  it("never act on a name or on arguments that are not theirs, whatever those are", async () => {
    const names = constantFrom(...allTools.map(({ name }) => name));
    const wrong = asyncProperty(
      oneof(names, string()),
      anything(),
      array(names),
      (name, input, grant) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const tools = run(grant);
            const told = yield* tools.call(name, input);
            expect(told.length).toBeLessThanOrEqual(toolCaps.resultLength);
            const [call] = tools.calls;
            if (!grant.includes(name)) expect(call?.outcome).toBe("not_granted");
            // The only act that such arguments can ask for is a close with a reason in words.
            for (const act of tools.acts) {
              expect([act.kind, typeof (input as { reason?: unknown }).reason]).toEqual([
                "close",
                "string",
              ]);
            }
          }),
        ),
    );
    await assert(wrong, { numRuns: 300 });
  });
});
