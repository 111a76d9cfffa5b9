import type { JoinedPassage } from "../reply/find-passages.ts";
import type { GrowingFound } from "../reply/growing-found.ts";
import type { LookUpRecord } from "../tools/tool.ts";
import type { RecordedTools } from "./recorded-tools.ts";

/** Makes the look-up of records out of a recording: it answers what it answered then. Nothing is connected to. */
export const recordRecording =
  (
    tools: RecordedTools,
    passages: readonly JoinedPassage[],
    { join }: GrowingFound,
  ): LookUpRecord =>
  (kind, number) => {
    const said = tools.call(`read_${kind}`, { number });
    if (said.kind === "not-recorded") {
      return Promise.resolve({ refused: "Nothing is known of this." });
    }
    if (typeof said.output === "string") return Promise.resolve({ refused: said.output });
    const ids: readonly unknown[] = Array.isArray(said.output) ? said.output : [];
    const record = passages.find(({ chunkId }) => chunkId === ids[0]);
    const [passage] =
      record === undefined
        ? []
        : join([record], { searchedFor: record.searchedFor ?? "", record: kind });
    return Promise.resolve(
      passage === undefined ? { refused: "Nothing is known of this." } : { passage },
    );
  };
