import { Schema } from "effect";
import type { CalledTools, Tool } from "./tool.ts";

/** Asks the visitor for their e-mail address, in words of ours. It ends the reply: the next message has it, or not. */
export const askForEmail: Tool<{ readonly reason: string }> = {
  name: "ask_for_email",
  kind: "write",
  input: Schema.Struct({ reason: Schema.String.check(Schema.isMaxLength(500)) }),
  describe: () =>
    "Asks the visitor for their e-mail address instead of answering. Only when an order or a ticket cannot be read without it.",
  answer: (_, { address }) => {
    if (address === "known") return { refused: "The visitor has given an address already." };
    if (address === "asked") return { refused: "The visitor was asked and gave none." };
    return { result: "The visitor is asked now.", act: { kind: "ask-email" } };
  },
};

/** Whether the visitor is to be asked, in a rehearsal as well. */
export const asksForEmail = ({ acts, calls }: CalledTools): boolean =>
  acts.some(({ kind }) => kind === "ask-email") ||
  calls.some(({ name, outcome }) => name === askForEmail.name && outcome === "rehearsed");
