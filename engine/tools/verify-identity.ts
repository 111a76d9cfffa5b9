import { Schema } from "effect";
import type { CalledTools, Tool } from "./tool.ts";

/** Has the visitor prove the e-mail address they gave, by a code that neither the model nor anybody else reads. It ends the reply. */
export const verifyIdentity: Tool<{ readonly reason: string }> = {
  name: "verify_identity",
  kind: "write",
  input: Schema.Struct({ reason: Schema.String.check(Schema.isMaxLength(500)) }),
  describe: () =>
    "Sends a code to the e-mail address that the visitor gave, which they enter beside the chat, instead of answering. Needed before an order or a ticket is read. You never see the code; never ask for it.",
  answer: (_, { identity }) => {
    switch (identity.state) {
      case "proven":
        return { refused: "The visitor has proven this address." };
      case "no-address":
        return { refused: "The visitor has given no e-mail address. Ask for it first." };
      case "limited":
        return { refused: "No more codes can be sent just now. Hand over to a person." };
      case "unproven":
        return {
          result: "A code is sent with the reply.",
          act: { kind: "ask-identity", email: identity.email },
        };
    }
  },
};

/** The address that is to be proven, null for one that is not known; undefined when none is to be. */
export const asksForProof = ({ acts, calls }: CalledTools): string | null | undefined => {
  const act = acts.find(({ kind }) => kind === "ask-identity");
  if (act?.kind === "ask-identity") return act.email;
  const isRehearsed = calls.some(
    ({ name, outcome }) => name === verifyIdentity.name && outcome === "rehearsed",
  );
  return isRehearsed ? null : undefined;
};
