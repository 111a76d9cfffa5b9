/** The paragraph of the policy that governs a sentence. */
export type BlamedParagraph = {
  readonly line: number;
  readonly text: string;
  readonly section: "rules" | "tone" | "about" | "guidance";
  /** `rule`: the sentence is what the rule says; `nearest`: it speaks most of the same. */
  readonly by: "rule" | "nearest";
};

/** A passage that a sentence of an answer cites, and what in it supports the sentence. */
export type BlamedPassage = {
  readonly n: number;
  readonly chunkId: string;
  readonly title: string;
  readonly score: number;
  /** The sentence of the passage that says most of it; null when none shares a word with it. */
  readonly says: string | null;
  /** Share of the words that carry meaning, 0..1, which stand in the passage. */
  readonly share: number;
};

/** Where a sentence of an answer comes from. */
export type SentenceBlame = {
  readonly sentence: string;
  /** None where it rests on no passage: small talk, a rule's own words, a question. */
  readonly passages: readonly BlamedPassage[];
  /** What the evidence guard finds in it, as codes; none when it holds. */
  readonly faults: readonly string[];
  /** Null when no paragraph of the policy speaks of it: then the page as a whole governs it. */
  readonly paragraph: BlamedParagraph | null;
};
