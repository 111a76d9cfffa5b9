import { Schema } from "effect";
import type { Tool } from "./tool.ts";

/** Most tags that are named to the model. */
const most = 100;

/** Puts a tag of the workspace on the conversation. A model invents no tags. */
export const addTag: Tool<{ readonly tag: string }> = {
  name: "add_tag",
  kind: "write",
  input: Schema.Struct({ tag: Schema.String.check(Schema.isMaxLength(100)) }),
  describe: (world) =>
    `Puts a tag on this conversation. Tags: ${(world?.tags ?? []).slice(0, most).join(", ")}.`,
  answer: ({ tag }, { tags }) => {
    const wanted = tag.normalize("NFC").trim().toLowerCase();
    return tags.includes(wanted)
      ? { result: "It is put on when the reply is sent.", act: { kind: "tag", tag: wanted } }
      : { refused: "The workspace has no such tag." };
  },
};
