import { expect, it } from "vitest";
import { askTogether } from "./ask-together.ts";

/** Asks that are answered, with the question doubled, when the test says so. */
const answeredLater = (options: { fullAt: number; mostAsking: number }) => {
  const asked: { questions: readonly number[]; answer: () => void; fail: () => void }[] = [];
  const ask = askTogether(
    (questions: readonly number[]) =>
      new Promise<number[]>((resolve, reject) => {
        asked.push({
          questions,
          answer: () => resolve(questions.map((question) => 2 * question)),
          fail: () => reject(new Error("away")),
        });
      }),
    { ...options, windowMs: 20 },
  );
  return { ask, asked };
};

it("a lone question is asked at once, and those that come meanwhile together", async () => {
  const { ask, asked } = answeredLater({ fullAt: 10, mostAsking: 2 });
  const answers = [ask(1), ask(2), ask(3)];
  expect(asked.map(({ questions }) => questions)).toEqual([[1]]);
  await expect.poll(() => asked.length).toBe(2);
  for (const { answer } of asked) answer();
  expect(await Promise.all(answers)).toEqual([2, 4, 6]);
  expect(asked[1]?.questions).toEqual([2, 3]);
});

it("a full asking waits for no window, and no more are under way than may be", async () => {
  const { ask, asked } = answeredLater({ fullAt: 2, mostAsking: 2 });
  const answers = [1, 2, 3, 4, 5, 6].map(ask);
  expect(asked.map(({ questions }) => questions)).toEqual([[1], [2, 3]]);
  asked[0]?.answer();
  await expect.poll(() => asked.length).toBe(3);
  asked[1]?.answer();
  asked[2]?.answer();
  await expect.poll(() => asked.length).toBe(4);
  asked[3]?.answer();
  expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10, 12]);
});

it("a failure is that of the questions asked then, and of no others", async () => {
  const { ask, asked } = answeredLater({ fullAt: 10, mostAsking: 1 });
  const [first, second] = [ask(1), ask(2)];
  asked[0]?.fail();
  await expect(first).rejects.toThrow("away");
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer();
  expect(await second).toBe(4);
});
