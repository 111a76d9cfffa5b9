import type { Effect } from "effect";
import type { OfferedTool } from "../tools/tool-run.ts";
import type { ModelRequest } from "./model-gateway.ts";

/** What the agent is asked: its instructions, the conversation, and the model request behind it. */
export type Ask = {
  readonly instructions: string;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  readonly request: ModelRequest;
  readonly tools: readonly OfferedTool[];
  /** Records a call that never reached a tool: of one that is not offered, or with broken arguments. */
  rejectCall(name: string, input: unknown): void;
  /** Answers a call of a tool with what the model may read. */
  callTool(name: string, input: unknown): Effect.Effect<string>;
};
