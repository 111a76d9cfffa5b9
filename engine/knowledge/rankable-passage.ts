import type { Chunk } from "#db/reads/chunks.ts";
import type { ScorablePassage } from "./score.ts";

/** A passage to rank. */
export type RankablePassage = ScorablePassage & { readonly chunk: Chunk };
