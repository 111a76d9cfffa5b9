import { expect, it } from "vitest";
import { fitLogistic } from "./fit-logistic.ts";

it("finds the coefficients that made the data", () => {
  const truth = (x: number, y: number) => 1 / (1 + Math.exp(-(0.5 + 2 * x - 3 * y)));
  const observations = Array.from({ length: 400 }, (_, n) => {
    const inputs = [(n % 20) / 20, Math.floor(n / 20) / 20] as const;
    return { inputs, outcome: truth(...inputs), weight: 1 };
  });
  const { intercept, coefficients } = fitLogistic(observations);
  expect(intercept).toBeCloseTo(0.5, 1);
  expect(coefficients[0]).toBeCloseTo(2, 1);
  expect(coefficients[1]).toBeCloseTo(-3, 1);
});

it("counts an observation as often as it weighs", () => {
  const fit = fitLogistic([
    { inputs: [0], outcome: 1, weight: 3 },
    { inputs: [0], outcome: 0, weight: 1 },
  ]);
  expect(1 / (1 + Math.exp(-fit.intercept))).toBeCloseTo(0.75, 2);
});
