import { env } from "node:process";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { ToolsInput } from "@mastra/core/agent";
import type { RequestContext } from "@mastra/core/request-context";
import type { Ask } from "./ask.ts";

/** What we use of Mastra: one agent that streams. */
export type MastraAgent = Awaited<ReturnType<typeof loadAgent>>;

type Context = InstanceType<typeof RequestContext>;

type Run = {
  readonly model: LanguageModelV4;
  readonly abortSignal: AbortSignal;
  readonly maxOutputTokens: number;
  call(name: string, input: unknown): Promise<string>;
};

/** Most calls of a model in one run: the last is the answer. */
const maxSteps = 5;

/**
 * Loads Mastra and makes the agent of the process. Each run brings its own instructions and model, so
 * that nothing is built for a reply. Called once: the import takes a second or two.
 */
export const loadAgent = async () => {
  // Both are read when Mastra is imported: it must neither report anything nor look for updates.
  env["MASTRA_TELEMETRY_DISABLED"] = "1";
  env["MASTRA_OFFLINE"] = "1";
  const [{ Mastra }, { Agent }, { RequestContext }, { createTool }, { z }] = await Promise.all([
    import("@mastra/core"),
    import("@mastra/core/agent"),
    import("@mastra/core/request-context"),
    import("@mastra/core/tools"),
    import("zod"),
  ]);
  const handOver = createTool({
    id: "hand_over",
    description:
      "Call this instead of answering when the numbered passages do not answer the question.",
    inputSchema: z.object({ reason: z.string().max(200) }),
  });
  const agent = new Mastra({
    logger: false,
    agents: {
      reply: new Agent({
        id: "reply",
        name: "reply",
        instructions: ({ requestContext }) => String(requestContext.get("instructions")),
        model: ({ requestContext }) => requestContext.get("model"),
        tools: ({ requestContext }: { requestContext: Context }): ToolsInput =>
          requestContext.get("tools"),
        maxRetries: 0,
      }),
    },
  }).getAgent("reply");

  return {
    /** Starts a run. Never read its text alone: a failure shows only as a chunk. */
    stream: async (ask: Ask, { model, abortSignal, maxOutputTokens, call }: Run) => {
      const requestContext = new RequestContext();
      requestContext.set("instructions", ask.instructions);
      requestContext.set("model", model);
      const granted = ask.tools.map(({ name, description, parameters }) => [
        name,
        createTool({
          id: name,
          description,
          inputSchema: parameters,
          execute: (input) => call(name, input),
        }),
      ]);
      requestContext.set("tools", { hand_over: handOver, ...Object.fromEntries(granted) });
      const output = await agent.stream(
        ask.messages.map(({ role, content }) =>
          role === "user" ? { role, content } : { role, content },
        ),
        {
          requestContext,
          abortSignal,
          // Without a grant a tool call ends the run: there is nothing to look up and nothing to do in a loop.
          maxSteps: ask.tools.length === 0 ? 1 : maxSteps,
          modelSettings: { maxOutputTokens, temperature: 0.2 },
        },
      );
      return {
        chunks: output.fullStream,
        usage: async () => {
          const { inputTokens = 0, outputTokens = 0 } = await output.totalUsage;
          return { tokensIn: inputTokens, tokensOut: outputTokens };
        },
      };
    },
  };
};
