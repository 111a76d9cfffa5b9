import { Schema } from "effect";
import type { Tool } from "./tool.ts";

/** Most characters of a passage that the model is told: several fit in one result. */
const maxPassageLength = 1200;

/**
 * Searches the knowledge again with the model's own words. What it finds is numbered on and may be cited; it
 * does not make the reply surer, as the model chooses the words.
 */
export const searchKnowledge: Tool<{ readonly query: string }> = {
  name: "search_knowledge",
  kind: "look-up",
  input: Schema.Struct({
    query: Schema.String.check(Schema.isPattern(/\S/), Schema.isMaxLength(300)),
  }),
  describe: () =>
    "Searches the help pages again with other words, when the numbered passages do not answer the question. What it finds is numbered as well and may be cited.",
  answer: async ({ query }, { search }) => {
    const passages = await search(query);
    if (passages === null) return { refused: "Nothing is known of this." };
    const told = passages.map(
      ({ n, title, heading, text }) =>
        `[${n}] ${[title, heading].filter(Boolean).join(" › ").slice(0, 120)}\n${text.slice(0, maxPassageLength)}`,
    );
    return {
      result: told.length === 0 ? "Nothing was found." : told.join("\n\n"),
      act: null,
      found: passages.map(({ chunkId }) => chunkId),
    };
  },
};
