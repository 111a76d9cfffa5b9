import { expect, it } from "vitest";
import { featuresOf, tokenId } from "./features.ts";
import {
  addFrequencies,
  countFeatures,
  decodeFrequencies,
  encodeFrequencies,
  noFrequencies,
  tokenFrequency,
} from "./statistics.ts";

const features = (text: string) => featuresOf({ title: "", heading: "", text });

it("counts in how many passages a token occurs, not how often", () => {
  const frequencies = noFrequencies();
  countFeatures(frequencies, features("refund refund refund"), 1);
  countFeatures(frequencies, features("a refund takes a week"), 1);
  expect(tokenFrequency(frequencies, tokenId("refund"))).toBe(2);
  expect(tokenFrequency(frequencies, tokenId("week"))).toBe(1);
});

it("is what it was before when passages come and go", () => {
  const frequencies = noFrequencies();
  countFeatures(frequencies, features("shipping to Spain"), 1);
  const before = structuredClone(frequencies);
  const others = noFrequencies();
  for (const text of ["refund policy", "退货政策", "shipping costs"]) {
    countFeatures(others, features(text), 1);
  }
  addFrequencies(frequencies, others, 1);
  expect(frequencies).not.toEqual(before);
  addFrequencies(frequencies, others, -1);
  expect(frequencies).toEqual(before);
});

it("survives the way through the database, and refuses what is not its own", async () => {
  const frequencies = noFrequencies();
  countFeatures(frequencies, features("refund policy 退货"), 1);
  const packed = await encodeFrequencies(frequencies);
  expect(await decodeFrequencies(packed)).toEqual(frequencies);
  expect(await decodeFrequencies(null)).toEqual(noFrequencies());
  await expect(decodeFrequencies(packed.subarray(0, 20))).rejects.toThrow(/buffer|end of file/i);
});
