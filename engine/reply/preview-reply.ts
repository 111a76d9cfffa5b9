import type { Citation } from "#contract/conversation-event.ts";
import type { Locale } from "#contract/ids.ts";
import type { HeldLines } from "../knowledge/tuning/held-lines.ts";
import type { Tuning } from "../knowledge/tuning.ts";
import type { Policy } from "../policy/policy.ts";
import { composeQuotes } from "./compose-quotes.ts";
import { concludeReply, threshold } from "./conclude-reply.ts";
import { extractAnswer } from "./extract-answer.ts";
import type { Found } from "./find-passages.ts";
import { makeJudge } from "./judge-answer.ts";
import type { ReplyBasis } from "./reply-material.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import { modeOf, ruledReply } from "./ruled-reply.ts";
import { emptyDraft, type WritingEnd } from "./write-answer.ts";

/** What a visitor would get for a question. */
export type ReplyPreview = {
  readonly outcome: "answers" | "drafts" | "hands-over" | "off";
  /** A rule of the policy or a courtesy decides, whatever is found. */
  readonly ruled: boolean;
  /** What the visitor or the team would read; null when nothing would be said. */
  readonly text: string | null;
  readonly citations: readonly Citation[];
  /** This and the threshold are 0..1. */
  readonly confidence: number;
  /** Null: nothing is sent, however sure it is. */
  readonly threshold: number | null;
  /** Whether the policy sets the threshold: then the send line does not count. */
  readonly policyThreshold: boolean;
};

/** What a preview is made from. */
export type PreviewInput = {
  readonly policy: Policy | null;
  readonly tenantName: string;
  readonly tuning: Tuning;
  readonly lines: HeldLines;
  readonly question: string;
  readonly locale: Locale;
};

/**
 * What the reply path would do with what was found: the same rules, guards and conclusion, with the
 * built-in model, which costs nothing and always says the same. Writes nothing.
 */
export const previewReply = (input: PreviewInput, found: Found): ReplyPreview => {
  const basis: ReplyBasis = { ...input, attempts: 0 };
  const ruled = ruledReply(basis);
  const { policy } = input;
  const plan = ruled ?? (policy === null ? null : conclude({ ...basis, policy }, found));
  const said = plan?.effect;
  const text =
    said?.kind === "send" || said?.kind === "draft"
      ? said.answer.text
      : said?.kind === "hand-over"
        ? said.line
        : null;
  return {
    // In shadow the visitor gets nothing of it, as when it is off.
    outcome: ["off", "shadow"].includes(modeOf(basis)) ? "off" : outcomeOf(plan),
    ruled: ruled !== null,
    text,
    citations: said?.kind === "send" || said?.kind === "draft" ? said.answer.citations : [],
    confidence: plan?.confidence ?? found.confidence,
    threshold: threshold(basis, null),
    policyThreshold: policy !== null && policy.settings.threshold !== null,
  };
};

const outcomeOf = (plan: ReplyPlan | null): ReplyPreview["outcome"] => {
  if (plan?.effect.kind === "send") return "answers";
  return plan?.effect.kind === "draft" ? "drafts" : "hands-over";
};

const conclude = (basis: ReplyBasis & { readonly policy: Policy }, found: Found) => {
  const { policy, locale } = basis;
  const { question } = found;
  const written = composeQuotes(extractAnswer(question, found.passages, locale));
  const context = { policy, locale, passages: found.passages, question };
  const judge = makeJudge({ ...context, instructions: "", canary: "" });
  const end: WritingEnd =
    written === "" ? { kind: "gave-up" } : { kind: "answer", judgement: judge(written) };
  return concludeReply(basis, found, { ...emptyDraft(), written }, end, 0);
};
