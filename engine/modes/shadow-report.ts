import type { Tx } from "#db/client.ts";
import {
  readShadowDecisions,
  type ShadowDecision,
  type ShadowFilter,
  shadowLimit,
} from "#db/reads/shadow-decisions.ts";
import { answersAlike, type Likeness } from "./answers-alike.ts";

/** A silent decision beside what people sent; without likeness where one of them said nothing. */
export type ShadowPair = ShadowDecision & { readonly likeness: Likeness | null };

/** What the AI would have said, and what people sent. */
export type ShadowReport = {
  /** Newest first. */
  readonly pairs: readonly ShadowPair[];
  readonly counts: {
    readonly decided: number;
    readonly wouldSend: number;
    readonly wouldHandOver: number;
    /** People have sent something, whatever the AI thought. */
    readonly answered: number;
    /** It would have sent something, and people sent something: only these can match. */
    readonly compared: number;
    readonly matched: number;
  };
  /** Of the matched ones: how much sooner visitors would have had their answer, in milliseconds; null for none. */
  readonly savedMs: { readonly median: number; readonly total: number } | null;
  /** Whether there are older ones that fit and are not counted. */
  readonly isCut: boolean;
};

/** Reads and compares. */
export const readShadowReport = async (tx: Tx, filter: ShadowFilter): Promise<ShadowReport> => {
  const decisions = await readShadowDecisions(tx, filter);
  return { ...compare(decisions), isCut: decisions.length === shadowLimit };
};

const compare = (decisions: readonly ShadowDecision[]): Omit<ShadowReport, "isCut"> => {
  const pairs = decisions.map((decision): ShadowPair => {
    const { answer, sent } = decision;
    const likeness = answer === null || sent === null ? null : answersAlike(answer, sent);
    return { ...decision, likeness };
  });
  const sends = pairs.filter(({ reason }) => reason.startsWith("would_send"));
  const compared = sends.filter(({ likeness }) => likeness !== null);
  const matched = compared.filter(({ likeness }) => likeness?.matches === true);
  const saved = matched
    .map(({ waitedMs, decidedMs }) => Math.max(0, (waitedMs ?? 0) - decidedMs))
    .toSorted((a, b) => a - b);
  return {
    pairs,
    counts: {
      decided: pairs.length,
      wouldSend: sends.length,
      wouldHandOver: pairs.length - sends.length,
      answered: pairs.filter(({ sent }) => sent !== null).length,
      compared: compared.length,
      matched: matched.length,
    },
    savedMs:
      saved.length === 0
        ? null
        : {
            median: saved[Math.floor((saved.length - 1) / 2)] ?? 0,
            total: saved.reduce((sum, ms) => sum + ms, 0),
          },
  };
};
