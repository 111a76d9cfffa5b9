import { Schema } from "effect";
import type { Tool } from "./tool.ts";

/** What is known of the visitor of this conversation. It takes no name: nobody else can be looked up. */
export const lookUpContact: Tool<Record<string, never>> = {
  name: "look_up_contact",
  kind: "read",
  input: Schema.Record(Schema.String, Schema.Never),
  describe: () =>
    "Tells the name, e-mail address and language of the visitor of this conversation, as far as they are known.",
  answer: (_, { contact }) => ({ result: contact, act: null }),
};
