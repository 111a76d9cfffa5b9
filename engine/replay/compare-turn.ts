import type { Decision } from "#contract/decision.ts";
import type { Mode } from "#contract/mode.ts";
import type { ReplyPlan } from "../reply/reply-plan.ts";
import { diffWords, type WordRun } from "./diff-words.ts";
import type { MissingCall } from "./recorded-tools.ts";
import type { Rehearsal } from "./rehearse-reply.ts";
import type { Turn } from "./read-turns.ts";

/** What the AI did about a question, or would do. */
export type TurnAnswer = {
  readonly mode: Mode;
  readonly outcome: Decision["outcome"];
  readonly reason: string | null;
  /** What it wrote; null for nothing. */
  readonly text: string | null;
  readonly confidence: number | null;
  readonly threshold: number | null;
  readonly provider: string | null;
  readonly model: string | null;
  /** In US dollars. */
  readonly costUsd: number;
  readonly ms: number;
  readonly passages: readonly { readonly chunkId: string; readonly title: string }[];
  /** Names of the guards that found something. */
  readonly guards: readonly string[];
};

/** A turn of a past conversation, and what would come of it under another version. */
export type ReplayedTurn = {
  readonly seq: number;
  readonly at: string;
  readonly question: string;
  /** What the AI did then; null where it was not asked. */
  readonly recorded: (TurnAnswer & { readonly decisionId: string }) | null;
  /** What the visitor was told, and by whom. */
  readonly told: Turn["told"];
  readonly replayed: TurnAnswer;
  /** From the words of then to those of now: the AI's, or a person's where the AI was not asked. */
  readonly words: readonly WordRun[];
  readonly changed: {
    readonly answer: boolean;
    readonly mode: boolean;
    readonly outcome: boolean;
    readonly passages: boolean;
  };
  /** Calls of tools that were not recorded, and so were not made. */
  readonly missingCalls: readonly MissingCall[];
};

/** Sets what came of a rehearsal beside what happened. */
export const compareTurn = (
  turn: Turn,
  mode: Mode,
  { plan, costUsd, ms, missingCalls }: Rehearsal,
): ReplayedTurn => {
  const { decision } = turn;
  const recorded = decision === null ? null : ofDecision(decision);
  const replayed = answerOf(plan, mode, costUsd, ms);
  const then = recorded === null ? (turn.told?.text ?? "") : (recorded.text ?? "");
  const words = diffWords(then, replayed.text ?? "");
  return {
    seq: turn.seq,
    at: turn.at,
    question: turn.question,
    recorded,
    told: turn.told,
    replayed,
    words,
    changed: {
      answer: words.some(({ kind }) => kind !== "same"),
      mode: recorded !== null && recorded.mode !== replayed.mode,
      outcome: recorded !== null && recorded.outcome !== replayed.outcome,
      passages: recorded !== null && keysOf(recorded) !== keysOf(replayed),
    },
    missingCalls,
  };
};

const keysOf = ({ passages }: TurnAnswer) => passages.map(({ chunkId }) => chunkId).join();

const ofDecision = (decision: Decision): ReplayedTurn["recorded"] => ({
  decisionId: decision.id,
  mode: decision.mode,
  outcome: outcomeThen(decision),
  reason: decision.reason,
  text: decision.answer,
  confidence: decision.confidence,
  threshold: decision.threshold,
  provider: decision.provider,
  model: decision.model,
  costUsd: decision.costUsd,
  ms: decision.timingsMs.total,
  passages: decision.passages.map(({ chunkId, title }) => ({ chunkId, title })),
  guards: decision.guards.filter(({ passed }) => !passed).map(({ name }) => name),
});

/** What the AI did, not what people made of it afterwards. */
export const outcomeThen = ({
  outcome,
  reason,
}: Pick<Decision, "outcome" | "reason">): Decision["outcome"] => {
  if (outcome !== "approved" && outcome !== "discarded") return outcome;
  return reason === "unsure" ? "handed_over" : "drafted";
};

/** What the AI would do by a plan. */
export const answerOf = (plan: ReplyPlan, mode: Mode, costUsd: number, ms: number): TurnAnswer => ({
  mode,
  outcome: plan.outcome,
  reason: plan.reason,
  text: plan.answer,
  confidence: plan.confidence,
  threshold: plan.threshold,
  provider: plan.provider,
  model: plan.model,
  costUsd,
  ms,
  passages: plan.passages.map(({ chunkId, title }) => ({ chunkId, title })),
  guards: plan.guards.filter(({ passed }) => !passed).map(({ name }) => name),
});
