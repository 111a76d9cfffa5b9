import { expect, it } from "vitest";
import { bundledEmbedder } from "./bundled-model.ts";
import type { Vector } from "./embedder.ts";

const embedder = bundledEmbedder();

const cosine = (a: Vector, b: Vector) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

it("gives texts of one meaning vectors that are near each other", async () => {
  const [question, same, other] = await embedder.embed(
    [
      "How do I get my money back?",
      "Refunds are paid to your card within a week.",
      "Clean the shade with a dry cloth.",
    ],
    "question",
  );
  expect(question).toHaveLength(embedder.model.dims);
  expect(Math.hypot(...question!)).toBeCloseTo(1, 4);
  expect(cosine(question!, same!)).toBeGreaterThan(cosine(question!, other!) + 0.1);
});

it("takes any text, and answers each one's own vector in order", async () => {
  const texts = ["", "\u0000", "\ud800", "退款", "👍", "word ".repeat(5000), "a refund", "a lamp"];
  const vectors = await embedder.embed(texts, "passage");
  expect(vectors).toHaveLength(texts.length);
  for (const vector of vectors) expect(vector.every(Number.isFinite)).toBe(true);
  const [again] = await embedder.embed(["a refund"], "passage");
  expect(cosine(again!, vectors[6]!)).toBeCloseTo(1, 4);
  expect(cosine(again!, vectors[7]!)).toBeLessThan(0.95);
});

it("lets a question go before passages that wait", async () => {
  const order: string[] = [];
  const passages = Array.from({ length: 16 }, (_, index) => `Passage number ${index}`);
  const long = embedder.embed(passages, "passage").then(() => order.push("passages"));
  const short = embedder.embed(["A question"], "question").then(() => order.push("question"));
  await Promise.all([long, short]);
  expect(order).toEqual(["question", "passages"]);
});

it("stops between batches when it is no longer wanted", async () => {
  const controller = new AbortController();
  const gone = embedder.embed(Array(40).fill("text"), "passage", controller.signal);
  controller.abort(new Error("cancelled"));
  await expect(gone).rejects.toThrow("cancelled");
});
