import { describe, expect, it } from "vitest";
import { featuresOf, type Passage } from "./features.ts";
import { queryOf } from "./query.ts";
import { passageNorm, scorePassage } from "./score.ts";
import { countFeatures, noFrequencies } from "./statistics.ts";
import { tokensOf } from "./tokens.ts";
import { defaultTuning, type Tuning } from "./tuning.ts";
import { senseOf } from "./words/word-vectors.ts";

/** Scores a question against passages that are each a source of their own, best first. */
const search = (passages: readonly Passage[], question: string, tuning: Tuning = defaultTuning) => {
  const features = passages.map(featuresOf);
  const frequencies = noFrequencies();
  for (const one of features) countFeatures(frequencies, one, 1);
  const tokenCount = features.reduce((sum, one) => sum + one.tokenCount, 0);
  const size = { chunkCount: passages.length, sourceCount: passages.length };
  const statistics = { ...size, tokenCount, frequencies };
  const query = queryOf(question, statistics);
  const scored = features.map((one, index) => {
    const norm = passageNorm(one, statistics);
    const chunk = { lang: "en" as const };
    const passage = { chunk, features: one, norm, sense: null, meaning: null };
    const source = { terms: one.tokens, tokenCount: one.tokenCount, chunkCount: 1 };
    const score = scorePassage(query, passage, source, statistics, tuning);
    return { text: passages[index]!.text, ...score };
  });
  return { query, scored: scored.toSorted((a, b) => b.score - a.score) };
};

const texts = (...all: string[]) => all.map((text) => ({ title: "", heading: "", text }));

const shop = texts(
  "You can return a lamp within 30 days and get your money back.",
  "We ship to Spain, France and Italy within four working days.",
  "Clean the shade with a dry cloth. Never use water on the socket.",
  "收到商品后七天内可以申请退货退款，运费由买家承担。",
  "国内订单一般三到五天送达，偏远地区需要更长时间。",
);

describe("scores", () => {
  it("puts the passage with the words of the question first, in both languages", () => {
    expect(search(shop, "do you ship to italy").scored[0]!.text).toMatch(/^We ship/);
    expect(search(shop, "怎么申请退款").scored[0]!.text).toMatch(/^收到商品/);
  });

  it("finds misspelt words by their parts", () => {
    const { scored } = search(shop, "how to claen the sockett");
    expect(scored[0]!.text).toMatch(/^Clean/);
    expect(scored[0]!.vector).toBeGreaterThan(scored[1]!.vector);
  });

  it("stay between 0 and 1 for any question", () => {
    const questions = ["", "?", "the the the", "refund", shop[0]!.text, "退", "a".repeat(3000)];
    for (const question of questions) {
      for (const { lexical, vector, context, score } of search(shop, question).scored) {
        for (const value of [lexical, vector, context, score]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it("are near 1 for a passage's own words and 0 for words nobody used", () => {
    const own = search(shop, shop[1]!.text).scored[0]!;
    expect(own.vector).toBeGreaterThan(0.9);
    expect(own.score).toBeGreaterThan(0.6);
    const foreign = search(shop, "quantum chromodynamics");
    expect(foreign.query.found).toBe(0);
    expect(foreign.scored[0]!.lexical).toBe(0);
    expect(foreign.scored[0]!.score).toBeLessThan(0.1);
  });

  it("do not rise when a question asks for more than a passage has", () => {
    const short = search(shop, "return a lamp").scored[0]!;
    const long = search(shop, "return a lamp with bitcoin insurance overseas").scored[0]!;
    expect(long.text).toBe(short.text);
    expect(long.score).toBeLessThan(short.score);
  });

  it("weigh words and meaning as the tuning says", () => {
    const at = (meaning: number) => search(shop, "returning lamps", { ...defaultTuning, meaning });
    const [words, both, meaning] = [at(0), at(0.5), at(1)].map(({ scored }) => scored[0]!);
    const around = 0.3 * words!.context;
    expect(words!.score).toBeCloseTo(0.7 * words!.lexical + around, 10);
    expect(meaning!.score).toBeCloseTo(0.7 * meaning!.vector + around, 10);
    expect(both!.score).toBeCloseTo((words!.score + meaning!.score) / 2, 10);
  });

  it("count what words mean in examples, also beside a model, and not in articles", () => {
    const features = featuresOf(texts("i want my money back")[0]!);
    const frequencies = noFrequencies();
    countFeatures(frequencies, features, 1);
    const size = { chunkCount: 4, sourceCount: 1, tokenCount: 20 };
    const statistics = { ...size, frequencies };
    const query = queryOf("how do i get a refund", statistics);
    const norm = passageNorm(features, statistics);
    const sense = senseOf(tokensOf("i want my money back"));
    const vector = (known: typeof sense, meaning: number | null, tokenCount = 20) => {
      const passage = { chunk: { lang: "en" as const }, features, norm, sense: known, meaning };
      const source = { terms: features.tokens, tokenCount, chunkCount: 4 };
      return scorePassage(query, passage, source, statistics, defaultTuning).vector;
    };
    for (const meaning of [null, 0.4]) {
      expect(vector(sense, meaning)).toBeGreaterThan(vector(null, meaning) + 0.05);
      expect(vector(sense, meaning, 400)).toBe(vector(null, meaning, 400));
    }
  });

  it("count a word in the title more than in the text", () => {
    const { scored } = search(
      [
        { title: "", heading: "", text: "A warranty card lies in each box of ours." },
        { title: "Warranty", heading: "", text: "A printed card lies in each box of ours." },
      ],
      "warranty",
    );
    expect(scored[0]!.text).toMatch(/printed/);
  });
});
