import { Cause, Effect, Exit, Schema } from "effect";
import type { DecisionTool } from "#contract/decision.ts";
import { grantedTools } from "./granted-tools.ts";
import type { CalledTools, LookUps, Tool, ToolAct, ToolAnswer, ToolWorld } from "./tool.ts";

/** A tool as it is offered to a model. */
export type OfferedTool = {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of what it takes. */
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** The tools of one reply: what is offered, what was called, and what the calls ask for. */
export type ToolRun = CalledTools & {
  readonly offered: readonly OfferedTool[];
  /** Answers a call with what the model may read; `hidden` words are kept out of the record. Never fails: what goes wrong is an answer as well. */
  call(name: string, input: unknown, hidden?: string): Effect.Effect<string>;
  /** Records a call that never came here, as the loop knew no such tool or could not read its arguments. */
  reject(name: string, input: unknown, hidden?: string): void;
  /** What a call asked for, as long as it stands. */
  actOf(call: DecisionTool): ToolAct | undefined;
  /** Another model begins anew: its predecessor's acts are dropped, its calls stay on record. */
  startOver(): void;
};

/** Calls in a reply, seconds a call may take, and characters of a result or of a recorded input. */
export const toolCaps = {
  calls: 6,
  recorded: 20,
  callMs: 5000,
  resultLength: 4000,
  inputLength: 2000,
};

/** What the tools of a reply answer from. */
export type ToolSources = {
  /** Null in a rehearsal: calls are checked and recorded, and nothing is looked up. */
  readonly world: ToolWorld | null;
  readonly lookUps: LookUps;
  /** Answers calls of a rehearsal from a recording; null where there is none, or it says nothing of the call. */
  readonly recall: ((name: string, input: unknown) => string | null) | null;
};

/** Runs the tools that a policy grants. Nothing else is offered, and a call of anything else does nothing. */
export const makeToolRun = (
  grant: readonly string[],
  { world, lookUps, recall }: ToolSources = nothing,
): ToolRun => {
  const tools = new Map(grantedTools(grant).map((tool) => [tool.name, tool]));
  const calls: DecisionTool[] = [];
  const acts = new Map<DecisionTool, ToolAct>();

  const settle = async (name: string, input: unknown): Promise<Settled> => {
    const tool = tools.get(name);
    if (tool === undefined) return { outcome: "not_granted", result: "This tool does not exist." };
    if (calls.length >= toolCaps.calls) {
      return { outcome: "too_many", result: "No more calls. Answer with what you have." };
    }
    const decoded = Schema.decodeUnknownExit(tool.input)(input);
    if (Exit.isFailure(decoded)) {
      return { outcome: "invalid", result: "The arguments do not fit the tool." };
    }
    if (tool.kind === "look-up") return settledAs(tool, await tool.answer(decoded.value, lookUps));
    if (world === null) {
      const told = recall?.(name, input) ?? "Done, as a rehearsal.";
      return { outcome: "rehearsed", result: told };
    }
    return settledAs(tool, await tool.answer(decoded.value, world));
  };

  const record = (
    name: string,
    input: unknown,
    hidden: string,
    {
      outcome,
      text,
      ms,
      found,
    }: Omit<DecisionTool, "name" | "input" | "result"> & { text: string },
  ): DecisionTool => {
    const given = (JSON.stringify(input) ?? "").slice(0, toolCaps.inputLength);
    const call: DecisionTool = {
      name: name.slice(0, 100),
      input: hidden === "" ? given : given.replaceAll(hidden, "…"),
      result: text,
      outcome,
      ms,
      ...(found === undefined ? {} : { found }),
    };
    calls.push(call);
    return call;
  };

  return {
    offered: [...tools.values()].map((tool) => offer(tool, world)),
    call: Effect.fnUntraced(function* (name, input, hidden = "") {
      const startedAt = performance.now();
      const exit = yield* Effect.tryPromise(() => settle(name, input)).pipe(
        Effect.timeoutOrElse({
          duration: toolCaps.callMs,
          orElse: () => Effect.succeed<Settled>({ outcome: "failed", result: "It took too long." }),
        }),
        Effect.exit,
      );
      if (Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt;
      const failed: Settled = { outcome: "failed", result: "The tool failed." };
      const { outcome, result, act = null, found } = Exit.isSuccess(exit) ? exit.value : failed;
      const whole = typeof result === "string" ? result : JSON.stringify(result);
      const text = whole.slice(0, toolCaps.resultLength);
      const ms = Math.round(performance.now() - startedAt);
      const call = record(name, input, hidden, { outcome, text, ms, found });
      if (act !== null) acts.set(call, act);
      return text;
    }),
    reject: (name, input, hidden = "") => {
      if (calls.length >= toolCaps.recorded) return;
      const outcome = tools.has(name) ? "invalid" : "not_granted";
      record(name, input, hidden, { outcome, text: "", ms: 0 });
    },
    calls,
    get acts() {
      return [...acts.values()];
    },
    actOf: (call) => acts.get(call),
    startOver: () => acts.clear(),
  };
};

const nothing: ToolSources = {
  world: null,
  lookUps: {
    search: () => Promise.resolve(null),
    record: () => Promise.resolve({ rehearsed: "Done, as a rehearsal." }),
  },
  recall: null,
};

type Settled = {
  readonly outcome: DecisionTool["outcome"];
  readonly result: unknown;
  readonly act?: ToolAct | null;
  readonly found?: readonly string[];
};

const settledAs = ({ kind }: Tool<unknown>, answer: ToolAnswer): Settled => {
  if ("refused" in answer) return { outcome: "refused", result: answer.refused };
  if ("failed" in answer) return { outcome: "failed", result: answer.failed };
  if ("rehearsed" in answer) return { outcome: "rehearsed", result: answer.rehearsed };
  return { outcome: kind === "write" ? "proposed" : "answered", ...answer };
};

const offer = (tool: Tool<unknown>, world: ToolWorld | null): OfferedTool => ({
  name: tool.name,
  description: tool.describe(world),
  parameters: { ...Schema.toJsonSchemaDocument(tool.input).schema },
});
