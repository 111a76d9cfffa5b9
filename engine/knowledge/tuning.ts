import { Schema } from "effect";
import { Id } from "#contract/ids.ts";

/** What an author may set of how a workspace finds and sends answers. */
export type Tuning = {
  /** Share of the meaning arm (vector) in a passage's own score, 0..1. */
  readonly meaning: number;
  /** Factor on matches in titles and headings, 0.5..3; 1 is the default weighting. */
  readonly titles: number;
  /** Confidence an answer needs to be sent, where the policy names no threshold of its own. */
  readonly sendLine: SendLine;
  /** Passages handed to the model, 1..20. */
  readonly passages: number;
  /** Words of the tenant's own that mean the same: groups of 2..8 phrases. */
  readonly synonyms: readonly (readonly string[])[];
  /** Questions whose source is given: it comes first for that question and its like. */
  readonly pins: readonly { readonly question: string; readonly sourceId: string }[];
};

/**
 * A line of 0..1 set by hand, or one that is learnt from what people make of the answers. Both ways of
 * learning move by evidence alone and differ in where they begin: "learn" sends from `startLine` on, "proven"
 * sends nothing until it is shown that 95 answers in 100 are right.
 */
export type SendLine = number | "learn" | "proven";

/** Where "learn" begins: by its calibration, confidence of .7 is right 7 times in 10, and most of what is above it more often. */
export const startLine = 0.7;

/**
 * What holds in a workspace that has saved nothing, also called r0. Words and meaning in equal parts, as
 * chosen on the evaluation sets; after six passages the next ones rarely add anything, and each costs
 * the model time and attention.
 */
export const defaultTuning: Tuning = {
  meaning: 0.5,
  titles: 1,
  sendLine: "learn",
  passages: 6,
  synonyms: [],
  pins: [],
};

const within = (minimum: number, maximum: number) =>
  Schema.Number.check(Schema.isBetween({ minimum, maximum }));
const text = (maximum: number) =>
  Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(maximum));

/** The bounds of a tuning. Every write is checked against it, and so is what is read back. */
export const TuningSchema = Schema.Struct({
  meaning: within(0, 1),
  titles: within(0.5, 3),
  sendLine: Schema.Union([within(0, 1), Schema.Literals(["learn", "proven"])]),
  passages: within(1, 20).check(Schema.isInt()),
  synonyms: Schema.Array(
    Schema.Array(text(100)).check(Schema.isMinLength(2), Schema.isMaxLength(8)),
  ).check(Schema.isMaxLength(200)),
  pins: Schema.Array(Schema.Struct({ question: text(500), sourceId: Id })).check(
    Schema.isMaxLength(200),
  ),
});
