import { Schema } from "effect";
import type { RecordKind } from "../crm/crm-record.ts";
import type { Tool } from "./tool.ts";

/** A tool that reads one record of the connected system: only one that the visitor named and that is theirs. */
export const recordTool = (
  name: string,
  kind: RecordKind,
  description: string,
): Tool<{ readonly number: string }> => ({
  name,
  kind: "look-up",
  input: Schema.Struct({
    number: Schema.String.check(Schema.isPattern(/^\s*[A-Za-z0-9][A-Za-z0-9_-]{0,63}\s*$/)),
  }),
  describe: () => description,
  answer: async ({ number }, { record }) => {
    const looked = await record(kind, number);
    if (!("passage" in looked)) return looked;
    const { n, title, text, chunkId } = looked.passage;
    return { result: `[${n}] ${title}\n${text}`, act: null, found: [chunkId] };
  },
});
