import { countIn, type Counts } from "./counts.ts";
import { hash32 } from "./hash.ts";
import { eachPiece } from "./pieces.ts";
import { Tally } from "./tally.ts";
import { type Run, runsOf, tokensOfRun } from "./tokens.ts";
import { wordOf } from "./word.ts";

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
  let tokenCount = 0;
  let titleTokenCount = 0;
  for (const field of ["title", "heading", "text"] as const) {
    const runs = runsOf(passage[field]);
    tokenCount += addRuns(whole, runs, fieldWeights[field]);
    if (field !== "text") titleTokenCount += addRuns(titles, runs, fieldWeights[field]);
  }
  return {
    tokens: whole.tokens.take(),
    tokenCount,
    pieces: whole.pieces.take(),
    titles: {
      tokens: titles.tokens.take(),
      tokenCount: titleTokenCount,
      pieces: titles.pieces.take(),
    },
  };
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

/** Used again for every passage. */
const whole = { tokens: new Tally(), pieces: new Tally() };
const titles = { tokens: new Tally(), pieces: new Tally() };

/** Adds a field's runs. Answers how many tokens they have, as weighted. */
const addRuns = (to: typeof whole, runs: readonly Run[], weight: number): number => {
  let tokenCount = 0;
  for (const run of runs) {
    if (!run.cjk) {
      to.tokens.add(wordOf(run.text).tokenId, weight);
      tokenCount += weight;
      continue;
    }
    for (const token of tokensOfRun(run)) {
      to.tokens.add(tokenId(token), weight);
      tokenCount += weight;
    }
  }
  eachPiece(runs, {
    piece: (id) => to.pieces.add(id, weight),
    grams: (ids) => to.pieces.addAll(ids, weight),
  });
  return tokenCount;
};
