import type { Tx } from "#db/client.ts";
import { type JudgedAnswer, readJudgedAnswers } from "#db/reads/judged-answers.ts";
import { type LastMove, readLastMove } from "#db/reads/last-move.ts";
import { readLineEvidence } from "#db/reads/line-evidence.ts";
import { startLine, type Tuning } from "../tuning.ts";
import { leastRight, missingToHold } from "./acceptance.ts";
import { acceptanceCurve, type CurvePoint } from "./acceptance-curve.ts";
import { lineFor, readHeldLines } from "./held-lines.ts";
import { highestRefuted, lookedAt } from "./next-line.ts";

/** One of the lines that are looked at, and what speaks for it. */
export type LineStep = {
  readonly line: number;
  /** Judged answers of the last year at or above it, the newest 400, and how many of them were not right: drafts, and sent ones that were drawn by lot. */
  readonly judged: number;
  readonly wrong: number;
  /** The share that is right at least, 0..1. */
  readonly atLeast: number;
  /** Right answers in a row after which it would hold; 0: it holds. */
  readonly missing: number;
  /** Too many of the newest answers at or above it were wrong, or at or above a line that is higher. */
  readonly refuted: boolean;
};

/** The send line of a workspace, and what it rests on. */
export type LineState = {
  readonly setting: Tuning["sendLine"];
  /** Where "learn" begins, 0..1. */
  readonly begins: number;
  /** What holds now, 0..1; null: nothing is sent. */
  readonly line: number | null;
  /** With the share that was right at least, 0..1. */
  readonly lastMove: (LastMove & { readonly atLeast: number }) | null;
  /** From the lowest up. */
  readonly steps: readonly LineStep[];
  readonly verdicts: Readonly<Record<JudgedAnswer["verdict"], number>>;
  readonly curve: readonly CurvePoint[];
};

/** Reads the evidence under a tuning's way of scoring, for whoever wrote the newest answer. */
export const readLineState = async (tx: Tx, tuning: Tuning): Promise<LineState> => {
  const held = await readHeldLines(tx, tuning);
  const { scoring } = held;
  const answers = { scoring, writer: held.usual ?? "" };
  const { sendLine: setting } = tuning;
  const evidence = await readLineEvidence(tx, answers, lookedAt);
  const move = typeof setting === "number" ? null : await readLastMove(tx, { ...answers, setting });
  const barred = highestRefuted(evidence);
  const judged = await readJudgedAnswers(tx, scoring);
  return {
    setting,
    begins: startLine,
    line: lineFor(held, null),
    lastMove: move && { ...move, atLeast: leastRight(move.judged, move.wrong) },
    steps: evidence.map((one) => ({
      line: one.line,
      judged: one.judged,
      wrong: one.wrong,
      atLeast: leastRight(one.judged, one.wrong),
      missing: missingToHold(one),
      refuted: barred !== null && one.line <= barred.line,
    })),
    verdicts: countOf(judged),
    curve: acceptanceCurve(judged),
  };
};

const countOf = (answers: readonly JudgedAnswer[]): LineState["verdicts"] => {
  const counts = {
    approved: 0,
    edited: 0,
    rejected: 0,
    retracted: 0,
    taken_over: 0,
    confirmed: 0,
    wrong: 0,
  };
  for (const { verdict } of answers) counts[verdict] += 1;
  return counts;
};
