import type { Decision } from "./decision.ts";
import type { DecisionReaction } from "./decision-reaction.ts";

/** A decision in a list: what it was, and what came of it. */
export type DecisionSummary = Pick<
  Decision,
  | "id"
  | "conversationId"
  | "triggerSeq"
  | "kind"
  | "mode"
  | "outcome"
  | "reason"
  | "confidence"
  | "threshold"
  | "provider"
  | "model"
  | "tokensIn"
  | "tokensOut"
  | "costUsd"
  | "messageSeq"
  | "createdAt"
> & {
  /** The first words of what was asked and of what was answered, in one line each. */
  readonly question: string | null;
  readonly answer: string | null;
  readonly totalMs: number;
  readonly policy: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly contactName: string | null;
  /** Oldest first. */
  readonly reactions: readonly DecisionReaction[];
};
