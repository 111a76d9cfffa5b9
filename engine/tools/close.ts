import { Schema } from "effect";
import type { Tool } from "./tool.ts";

/**
 * Closes the conversation after the answer. The visitor's next message opens it again. It takes a reason, so that
 * arguments which cannot be read, and are taken for none, close nothing.
 */
export const close: Tool<{ readonly reason: string }> = {
  name: "close",
  kind: "write",
  input: Schema.Struct({ reason: Schema.String.check(Schema.isMaxLength(500)) }),
  describe: () =>
    "Closes this conversation after your answer. Only when the visitor says that nothing else is needed.",
  answer: () => ({ result: "It is closed when the reply is sent.", act: { kind: "close" } }),
};
