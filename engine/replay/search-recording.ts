import type { ScoredPassage } from "../knowledge/retrieve.ts";
import type { GrowingFound } from "../reply/growing-found.ts";
import type { SearchKnowledge } from "../tools/tool.ts";
import { searchKnowledge } from "../tools/search-knowledge.ts";
import type { RecordedTools } from "./recorded-tools.ts";

/** Makes the model's own search out of a recording: it finds what it found then, and nothing else. */
export const searchRecording =
  (
    tools: RecordedTools,
    passages: readonly ScoredPassage[],
    { join }: GrowingFound,
  ): SearchKnowledge =>
  (query) => {
    const said = tools.call(searchKnowledge.name, { query });
    if (said.kind === "not-recorded" || !Array.isArray(said.output)) return Promise.resolve(null);
    const ids: readonly unknown[] = said.output;
    const found = ids.flatMap((id) => passages.find(({ chunkId }) => chunkId === id) ?? []);
    return Promise.resolve(join(found, { searchedFor: query.trim() }));
  };
