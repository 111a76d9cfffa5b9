import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadArticles } from "../demo/load-articles.ts";
import { hashModel } from "../knowledge/hash-embedding.ts";
import { evaluateAnswers } from "./evaluate-answers.ts";
import { evaluateRetrieval } from "./evaluate-retrieval.ts";
import type { EvaluationCorpus, QueryRow } from "./evaluation-rows.ts";
import { openScratchDatabase, type ScratchDatabase } from "./scratch-database.ts";

// A fixed sample, small enough for every run: the articles of the demo shop, and questions about them. The
// bars are what it reached when it was made, less one question.

let database: ScratchDatabase;
let corpus: EvaluationCorpus;
beforeAll(async () => {
  database = await openScratchDatabase(null);
  const documents = await loadArticles(join(import.meta.dirname, "../.."), [
    { folder: "engine/demo/tarnmoor/en", lang: "en" },
  ]);
  const articles = documents.map(({ filename, chunks }) => {
    const name = (filename ?? "").replace(/\.md$/, "");
    const rows = chunks.map((chunk, index) => ({
      ...chunk,
      id: `${name}#${index}`,
      article: name,
    }));
    return { name, tenant: "default", chunks: rows };
  });
  corpus = { kind: "articles", articles };
}, 120_000);
afterAll(() => database.close());

const ask = (lang: "en" | "zh", questions: readonly (readonly [string, string | null])[]) =>
  questions.map(([text, gold], index): QueryRow => ({
    id: `${lang}${index}`,
    text,
    gold: gold === null ? [] : [gold],
    lang,
  }));

const english = ask("en", [
  ["how long do I have to send something back", "returns"],
  ["can I return a tent that I pitched once", "returns"],
  ["when do I get my money back", "returns"],
  ["what does delivery to Germany cost", "delivery"],
  ["how long does delivery take", "delivery"],
  ["which payment methods do you accept", "payment"],
  ["when is my card charged", "payment"],
  ["my pole is bent, what can I do", "repair-a-pole"],
  ["the elastic cord has snapped", "repair-a-pole"],
  ["how long does a repair take", "warranty-and-repairs"],
  ["are zips covered by the warranty", "warranty-and-repairs"],
  ["there is mould on my tent", "tent-care"],
  ["how long is a gift card valid", "gift-cards"],
  ["can I change my order after it was sent", "order-changes"],
  ["where is my parcel, I have a tracking number", "track-an-order"],
  ["which size of the Corrie shell should I take", "corrie-shell-sizes"],
  ["who is the prime minister of Japan", null],
  ["how do I bake sourdough bread", null],
  ["what is the exchange rate of the yen", null],
  ["recommend a film for tonight", null],
]);

it("finds the right article, and tells what it cannot know", async () => {
  const report = await evaluateRetrieval(database.db, corpus, english, hashModel);
  expect(report.n).toBe(16);
  expect(report.r1).toBeGreaterThanOrEqual(14 / 16);
  expect(report.r5).toBe(1);
  expect(report.auroc).toBeGreaterThanOrEqual(0.95);
});

it("finds English articles for Chinese questions", async () => {
  const chinese = ask("zh", [
    ["退货期限是多少天", "returns"],
    ["运费是多少", "delivery"],
    ["帐篷杆断了怎么修理", "repair-a-pole"],
    ["可以用什么方式付款", "payment"],
    ["礼品卡的有效期", "gift-cards"],
    ["帐篷发霉了", "tent-care"],
  ]);
  const report = await evaluateRetrieval(database.db, corpus, chinese, hashModel);
  expect(report.r5).toBeGreaterThanOrEqual(4 / 6);
});

it("answers with supported quotes, and sends none where nothing answers", async () => {
  const report = await evaluateAnswers(database.db, corpus, english, hashModel);
  expect(report).toMatchObject({ inScope: 16, outOfScope: 4, sentOutOfScope: 0, supported: 1 });
  expect(report.sentRight + report.draftedRight).toBeGreaterThanOrEqual(13);
});
