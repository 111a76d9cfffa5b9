import { countIn, type Counts, countsOf } from "./counts.ts";
import { hash32 } from "./hash.ts";
import { eachPiece } from "./pieces.ts";
import { type Run, runsOf, tokensOfRun } from "./tokens.ts";

/** The parts of a passage that are searched. */
export type Passage = { readonly title: string; readonly heading: string; readonly text: string };

/**
 * What scoring knows of a text: its index tokens and its pieces (see eachPiece), as hashes with counts.
 */
export type FieldFeatures = {
  readonly tokens: Counts;
  /** Sum of the token counts: the length of the text as BM25 sees it. */
  readonly tokenCount: number;
  readonly pieces: Counts;
};

/** Features of a whole passage, and what of them stands in its title and heading. */
export type Features = FieldFeatures & { readonly titles: FieldFeatures };

/** The distinct index tokens of a passage, for the database's index. */
export const distinctTokensOf = ({ title, heading, text }: Passage): readonly string[] => [
  ...new Set(runsOf(`${title}\n${heading}\n${text}`).flatMap(tokensOfRun)),
];

/** A word in the title says twice as much as one in the text, one in a heading half as much again. */
const fieldWeights = { title: 2, heading: 1.5, text: 1 } as const;

/** The features of a passage. A pure function of the text for one tokenizerVersion. */
export const featuresOf = (passage: Passage): Features => {
  const whole = new Tally();
  const titles = new Tally();
  for (const field of ["title", "heading", "text"] as const) {
    const runs = runsOf(passage[field]);
    whole.add(runs, fieldWeights[field]);
    if (field !== "text") titles.add(runs, fieldWeights[field]);
  }
  return { ...whole.features(), titles: titles.features() };
};

/**
 * How often something occurs when titles count `factor` times what they do by default: 0 leaves them out.
 * `field` names what is counted.
 */
export const countWithTitles = (
  features: Features,
  field: "tokens" | "pieces",
  id: number,
  factor: number,
): number => {
  const count = countIn(features[field], id);
  if (factor === 1 || count === 0) return count;
  return count + (factor - 1) * countIn(features.titles[field], id);
};

/** The hash of an index token. */
export const tokenId = (token: string): number => hash32(token);

class Tally {
  readonly #tokens = new Map<number, number>();
  readonly #pieces = new Map<number, number>();
  #tokenCount = 0;

  add(runs: readonly Run[], weight: number): void {
    for (const token of runs.flatMap(tokensOfRun)) {
      add(this.#tokens, tokenId(token), weight);
      this.#tokenCount += weight;
    }
    eachPiece(runs, (id) => add(this.#pieces, id, weight));
  }

  features(): FieldFeatures {
    const tokenCount = this.#tokenCount;
    return { tokens: countsOf(this.#tokens), tokenCount, pieces: countsOf(this.#pieces) };
  }
}

const add = (counts: Map<number, number>, id: number, by: number): void => {
  counts.set(id, (counts.get(id) ?? 0) + by);
};
