import type { WireError } from "#contract/ack.ts";
import type { TurnAnswer } from "../replay/compare-turn.ts";
import type { WordRun } from "../replay/diff-words.ts";

/** A question that was answered under two versions of a policy. */
export type BehaviourChange = {
  /** Which of the questions it is, from 0. */
  readonly index: number;
  readonly question: string;
  /** The conversation it was asked in; null for a question of a saved test. */
  readonly conversationId: string | null;
  readonly before: TurnAnswer;
  readonly after: TurnAnswer;
  /** From the words under the earlier version to those under the later one. */
  readonly words: readonly WordRun[];
  readonly changed: {
    readonly answer: boolean;
    /** Whether it is sent, drafted, or handed over. */
    readonly outcome: boolean;
  };
};

/** All of them in numbers. Sums are over every question, in US dollars and milliseconds. */
export type BehaviourSums = {
  readonly questions: number;
  readonly answers: number;
  readonly outcomes: number;
  /** Questions that could not be asked under one of the versions. */
  readonly failed: number;
  readonly before: BehaviourSide;
  readonly after: BehaviourSide;
};

/** What one version would do about the questions. */
export type BehaviourSide = {
  readonly sent: number;
  readonly drafted: number;
  readonly handedOver: number;
  readonly costUsd: number;
  readonly ms: number;
};

/** What comparing two versions costs, before it is done. */
export type BehaviourEstimate = {
  /** Asked under each of the two. */
  readonly questions: number;
  /** No model that is asked first charges, or nothing is asked. */
  readonly isFree: boolean;
  /** US dollars, roughly; null where nobody knows a price, or no answer of late tells what one takes. */
  readonly usd: number | null;
};

/** A line of what comparing two versions answers. */
export type BehaviourLine =
  | { readonly type: "change"; readonly change: BehaviourChange }
  | { readonly type: "end"; readonly sums: BehaviourSums }
  | { readonly type: "problem"; readonly problem: WireError };
