import { type Counts, countsOf } from "./counts.ts";
import { hash32 } from "./hash.ts";
import { eachPiece } from "./pieces.ts";
import { runsOf, tokensOfRun } from "./tokens.ts";

/** The parts of a passage that are searched. */
export type Passage = { readonly title: string; readonly heading: string; readonly text: string };

/**
 * What scoring knows of a text: its index tokens and its pieces (see eachPiece), as hashes with counts.
 */
export type Features = {
  readonly tokens: Counts;
  /** Sum of the token counts: the length of the text as BM25 sees it. */
  readonly tokenCount: number;
  readonly pieces: Counts;
};

/** The distinct index tokens of a passage, for the database's index. */
export const distinctTokensOf = ({ title, heading, text }: Passage): readonly string[] => [
  ...new Set(runsOf(`${title}\n${heading}\n${text}`).flatMap(tokensOfRun)),
];

/** A word in the title says twice as much as one in the text, one in a heading half as much again. */
const fieldWeights = { title: 2, heading: 1.5, text: 1 } as const;

/** The features of a passage. A pure function of the text for one tokenizerVersion. */
export const featuresOf = (passage: Passage): Features => {
  const tokens = new Map<number, number>();
  const pieces = new Map<number, number>();
  let tokenCount = 0;
  for (const field of ["title", "heading", "text"] as const) {
    const weight = fieldWeights[field];
    const runs = runsOf(passage[field]);
    for (const token of runs.flatMap(tokensOfRun)) {
      add(tokens, tokenId(token), weight);
      tokenCount += weight;
    }
    eachPiece(runs, (id) => add(pieces, id, weight));
  }
  return { tokens: countsOf(tokens), tokenCount, pieces: countsOf(pieces) };
};

/** The hash of an index token. */
export const tokenId = (token: string): number => hash32(token);

const add = (counts: Map<number, number>, id: number, by: number): void => {
  counts.set(id, (counts.get(id) ?? 0) + by);
};
