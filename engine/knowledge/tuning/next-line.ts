import type { LineEvidence } from "#db/reads/line-evidence.ts";
import type { LineMove } from "#db/writes/send-lines.ts";
import { startLine } from "../tuning.ts";
import { isRefuted, isRefutedAt, missingToHold } from "./acceptance.ts";

/** The lines that are looked at, from the lowest up: the more there are, the more often chance misleads. */
export const lookedAt: readonly number[] = [0.5, 0.6, startLine, 0.8, 0.9, 0.95];

/**
 * Where the line goes from where it stands (null: nothing is sent), or null when it stays. It falls only to a
 * line that holds by proof, and past none that is refuted. It rises only from one that is refuted: to the lowest
 * above that is not, which with "proven" must hold by proof, or to none. `evidence` is in the order of `lookedAt`.
 */
export const nextLine = (
  setting: "learn" | "proven",
  from: number | null,
  evidence: readonly LineEvidence[],
): LineMove | null => {
  const here = evidence.find(({ line }) => line === from);
  if (here !== undefined && isRefutedAt(here)) return rise(setting, here, evidence);
  const lower = evidence.filter(({ line }) => from === null || line < from).toReversed();
  const barred = lower.findIndex(isRefutedAt);
  const to = lower.slice(0, barred === -1 ? undefined : barred).findLast(holds);
  if (to === undefined) return null;
  return { from, to: to.line, reason: "proven", judged: to.judged, wrong: to.wrong };
};

const rise = (
  setting: "learn" | "proven",
  here: LineEvidence,
  evidence: readonly LineEvidence[],
): LineMove => {
  const to = evidence.find(
    (one) => one.line > here.line && !isRefutedAt(one) && (setting === "learn" || holds(one)),
  );
  const { recent, recentWrong, ownRecent, ownWrong } = here;
  const by = isRefuted(recent, recentWrong)
    ? { judged: recent, wrong: recentWrong }
    : { judged: ownRecent, wrong: ownWrong };
  return { from: here.line, to: to?.line ?? null, reason: "refuted", ...by };
};

const holds = (one: LineEvidence): boolean => missingToHold(one) === 0;
