import { tokens } from "../policy/words.ts";
import { decodedShapes } from "./decoded-shapes.ts";
import type { Fault, GuardBasis } from "./guard.ts";
import { plainLetters } from "./plain-letters.ts";

/** So many words of the instructions in a row are a copy. Shorter runs happen by chance. */
const copiedWords = 14;

/** So many characters of the mark in a row are no chance either. */
const telling = 10;

/**
 * Finds the hidden mark in an answer, or a good piece of it, however it is written: spaced out, in letters
 * that look alike, or encoded; and long copies of the instructions that do not stand in the passages or
 * the question.
 */
export const leakFaults = (text: string, basis: GuardBasis): Fault[] => {
  const seen = plainLetters(text);
  // One long line: squeezing hundreds of short ones is what would take the time.
  const forms = seen === text.toLowerCase() ? [] : decodedShapes(seen);
  const shapes = squeeze([...decodedShapes(text), ...forms].join(" | "));
  if (piecesOf(squeeze(basis.canary)).some((piece) => shapes.includes(piece))) {
    return [fault("gives_instructions_away")];
  }
  const written = tokens(seen);
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

/** The mark is of Latin letters and digits; what parts two shapes stays. */
const squeeze = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9|]/g, "");

/** The mark's pieces, forwards and backwards. */
const piecesOf = (mark: string): readonly string[] => {
  const count = mark === "" ? 0 : Math.max(1, mark.length - telling + 1);
  const pieces = Array.from({ length: count }, (_, at) => mark.slice(at, at + telling));
  return [...pieces, ...pieces.map((piece) => Array.from(piece).toReversed().join(""))];
};
