import { tokens } from "../policy/words.ts";
import type { Fault, GuardBasis } from "./guard.ts";

/** So many words of the instructions in a row are a copy. Shorter runs happen by chance. */
const copiedWords = 14;

/**
 * Finds the hidden mark in an answer, also spaced out, reversed, in base64, hex or rot13, and
 * long copies of the instructions that do not stand in the passages or the question.
 */
export const leakFaults = (text: string, basis: GuardBasis): Fault[] => {
  const mark = squeeze(basis.canary);
  const shapes = [text, reverse(text), rot13(text), ...decoded(text)].map(squeeze);
  if (mark !== "" && shapes.some((shape) => shape.includes(mark))) {
    return [fault("gives_instructions_away")];
  }
  const written = tokens(text);
  for (let start = 0; start + copiedWords <= written.length; start += 1) {
    const run = ` ${written.slice(start, start + copiedWords).join(" ")} `;
    if (basis.secretLine.includes(run) && !basis.openLine.includes(run)) {
      return [fault("copies_instructions")];
    }
  }
  return [];
};

const fault = (detail: Fault["detail"]): Fault => ({
  guard: "leak",
  detail,
  drop: true,
  needsPerson: true,
});

const squeeze = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
const reverse = (text: string) => Array.from(text).toReversed().join("");
const rot13 = (text: string) =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCodePoint(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

/** What stands in the text as base64 or hex, spaces ignored. */
const decoded = (text: string): string[] => {
  const dense = text.replaceAll(/\s/g, "");
  const pieces = [...(text.match(/[\w+/=-]{8,}/g) ?? []), ...(dense.match(/[\w+/=-]{8,}/g) ?? [])];
  return pieces.flatMap((piece) => [
    Buffer.from(piece, "base64").toString("utf8"),
    Buffer.from(piece, "hex").toString("utf8"),
  ]);
};
