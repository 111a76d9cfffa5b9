import type { EffectiveMode } from "#contract/mode.ts";
import type { Tx } from "#db/client.ts";
import { answersLookedAt, type Fallback } from "#db/reads/auto-acceptance.ts";
import { readAutoAcceptance, readFallbacks } from "#db/reads/auto-acceptance.ts";
import { type ModeOfTarget, readModes, readWorkspaceMode } from "#db/reads/modes.ts";
import { leastRight, mostRight } from "../knowledge/tuning/acceptance.ts";
import { leastAccepted } from "./guard-acceptance.ts";

/** Everything that says how far the AI may go, and how its answers fare. */
export type ModeState = {
  /** What holds where neither channel nor conversation says more. */
  readonly holds: EffectiveMode;
  /** The workspace first, then its channels by name. */
  readonly targets: readonly ModeOfTarget[];
  readonly acceptance: {
    /** The newest answers that went out by themselves, at most so many, and how many people did not let stand. */
    readonly lookedAt: number;
    readonly answers: number;
    readonly wrong: number;
    /** Between these the true share that is right lies, with 95 % certainty below and 99 % above; 0..1. */
    readonly atLeast: number;
    readonly atMost: number;
    /** Below this share nothing is sent any more. */
    readonly least: number;
  };
  /** Newest first; the first one holds answers back while it has no `returnedAt`. */
  readonly fallbacks: readonly Fallback[];
};

/** Reads it. */
export const readModeState = async (tx: Tx): Promise<ModeState> => {
  const [holds, targets, { answers, wrong }, fallbacks] = await Promise.all([
    readWorkspaceMode(tx),
    readModes(tx),
    readAutoAcceptance(tx),
    readFallbacks(tx),
  ]);
  const bounds = { atLeast: leastRight(answers, wrong), atMost: mostRight(answers, wrong) };
  const acceptance = { lookedAt: answersLookedAt, answers, wrong, ...bounds, least: leastAccepted };
  return { holds, targets, acceptance, fallbacks };
};
