import type { LineEvidence } from "#db/reads/line-evidence.ts";
import type { LineMove } from "#db/reads/last-move.ts";
import { startLine } from "../tuning.ts";
import { isTooFew, missingToHold, whatRefutes } from "./acceptance.ts";

/** The lines that are looked at, from the lowest up: the more there are, the more often chance misleads. */
export const lookedAt: readonly number[] = [0.5, 0.6, startLine, 0.8, 0.9, 0.95];

/**
 * Where the line goes from where it stands (null: nothing is sent), or null when it stays. It rises when it, or
 * a line above it, is refuted: to the lowest above that, which with "proven" must hold by proof, or to none. It
 * also goes back to where it began when it had fallen by proof and too little of that is left, since evidence
 * ages. It falls only to the lowest line that holds by proof. `evidence` is in the order of `lookedAt`.
 */
export const nextLine = (
  setting: "learn" | "proven",
  from: number | null,
  evidence: readonly LineEvidence[],
): LineMove | null => {
  const barred = highestRefuted(evidence);
  const open = evidence.filter(({ line }) => barred === null || line > barred.line);
  const refuting = barred === null ? null : whatRefutes(barred);
  if (barred !== null && refuting !== null && from !== null && from <= barred.line) {
    const to = open.find((one) => setting === "learn" || holds(one))?.line ?? null;
    return { from, to, reason: "refuted", at: barred.line, ...refuting };
  }
  const lower = open.find((one) => (from === null || one.line < from) && holds(one));
  if (lower !== undefined) {
    const { line: to, judged, wrong } = lower;
    return { from, to, reason: "proven", at: to, judged, wrong };
  }
  const start = setting === "learn" ? startLine : null;
  const own = evidence.find(({ line }) => line === from);
  if (own === undefined || !isTooFew(own) || (start !== null && own.line >= start)) return null;
  const { line: at, judged, wrong } = own;
  return { from, to: start, reason: "outdated", at, judged, wrong };
};

/** The highest line that is refuted; the surer answers above it are part of what every line below sends. */
export const highestRefuted = (evidence: readonly LineEvidence[]): LineEvidence | null =>
  evidence.findLast((one) => whatRefutes(one) !== null) ?? null;

const holds = (one: LineEvidence): boolean => missingToHold(one) === 0;
