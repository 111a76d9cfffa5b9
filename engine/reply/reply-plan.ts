import type { ToolAct } from "../tools/tool.ts";
import type { ReplyEffect } from "../actions/settle-reply.ts";
import type {
  Decision,
  DecisionPassage,
  DecisionRetrieval,
  DecisionTool,
} from "#contract/decision.ts";

/** What is to be done about a message, and what the decision records of it. */
export type ReplyPlan = {
  readonly effect: ReplyEffect;
  readonly outcome: Decision["outcome"];
  /** Short code of the why: answered, draft_mode, asked, rule, smalltalk, unsure, failed, off, stopped … */
  readonly reason: string;
  /** Of a draft that a person asked for: the decision it replaces, and the words of the ask. */
  readonly revises?: string;
  readonly instruction?: string;
  readonly answer: string | null;
  readonly confidence: number | null;
  readonly threshold: number | null;
  /** How the confidence came about, where the send line decides over the answer. */
  readonly scoring: string | null;
  readonly features: Readonly<Record<string, number>>;
  /** By what was searched; the version of the config is added when the plan is carried out. */
  readonly retrieval: Omit<DecisionRetrieval, "configVersion"> | null;
  readonly passages: readonly DecisionPassage[];
  readonly citations: Decision["citations"];
  readonly rules: Decision["rules"];
  readonly guards: Decision["guards"];
  readonly provider: string | null;
  readonly model: string | null;
  readonly attempts: Decision["attempts"];
  readonly tools: readonly DecisionTool[];
  /** What the calls ask for; empty unless it is done with this reply. */
  readonly acts: readonly ToolAct[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** In milliseconds; `total` is added when the plan is carried out. */
  readonly timingsMs: Omit<Decision["timingsMs"], "total">;
};

/** A plan that needed no search and no model: a rule of the program or of the policy. */
export const ruledPlan = (
  plan: Pick<ReplyPlan, "effect" | "outcome" | "reason"> & Partial<ReplyPlan>,
): ReplyPlan => ({
  answer: null,
  confidence: 1,
  threshold: null,
  scoring: null,
  features: {},
  retrieval: null,
  passages: [],
  citations: [],
  rules: [],
  guards: [],
  provider: "xin",
  model: "rules",
  attempts: [],
  tools: [],
  acts: [],
  tokensIn: 0,
  tokensOut: 0,
  timingsMs: { retrieval: 0, model: 0, firstToken: null },
  ...plan,
});
