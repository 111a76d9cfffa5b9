import type { Mode } from "#contract/mode.ts";
import type { HandOverReason } from "../actions/plan-hand-over.ts";
import { meets } from "../policy/condition.ts";
import type { PolicyRule } from "../policy/policy.ts";
import { asksForPerson } from "./asks-for-person.ts";
import { detectLanguage } from "./detect-language.ts";
import { handOverLine } from "./reply-lines.ts";
import type { ReplyBasis } from "./reply-material.ts";
import { type ReplyPlan, ruledPlan } from "./reply-plan.ts";
import { maxAttempts } from "./reply-settings.ts";
import { smallTalkIn, smallTalkReply } from "./small-talk.ts";

/** How far the AI may go: the mode that holds, else what the policy says; nothing without a published one. */
export const modeOf = ({ policy, mode }: ReplyBasis): Mode =>
  policy === null ? "off" : (mode ?? policy.settings.mode);

/**
 * What follows from the visitor's words and the policy alone, without search or model: the AI is off,
 * the visitor asks for a person, a rule of the policy applies, courtesies, a language that is not
 * served, a message that broke the worker again and again. Null when the question needs an answer.
 */
export const ruledReply = (material: ReplyBasis): ReplyPlan | null => {
  const { policy, question, locale, attempts, tenantName } = material;
  if (modeOf(material) === "off" || policy === null) return handOverPlan(material, "off", null);
  if (asksForPerson(question)) return handOverPlan(material, "asked", null);
  if (attempts > maxAttempts) return handOverPlan(material, "failed", "failed_repeatedly");

  const rule = policy.rules.find(({ when }) => meets(when, question));
  if (rule !== undefined) return rulePlan(material, rule);
  const courtesy = smallTalkIn(question);
  if (courtesy !== null) {
    return answerPlan(material, "smalltalk", smallTalkReply(courtesy, locale, tenantName), []);
  }
  if (!policy.settings.languages.includes(locale)) {
    return handOverPlan(material, "rule", "language_not_served");
  }
  return null;
};

/**
 * Hands over without an answer. `detail` is a code for the team, with a value after a colon. What the visitor is told are the rule's own words when they are in the
 * visitor's language, else the policy's.
 */
export const handOverPlan = (
  material: ReplyBasis,
  reason: HandOverReason,
  detail: string | null,
  rule: PolicyRule | null = null,
): ReplyPlan => {
  const { policy, locale } = material;
  const say = rule?.outcome.kind === "hand-over" ? rule.outcome.say : null;
  const isReadable = say !== null && detectLanguage(say, locale) === locale;
  const line = isReadable ? say : handOverLine(policy, reason, locale);
  return ruledPlan({
    effect: {
      kind: "hand-over",
      reason,
      detail,
      line: isTold(material, reason) ? line : null,
      draft: null,
    },
    outcome: "handed_over",
    reason,
    rules: rule === null ? [] : [{ line: rule.line, text: rule.text }],
  });
};

/**
 * Whether the visitor is told that a person will answer. Never when the AI is off. Where it only drafts
 * people answer anyway, so it speaks only when the visitor asked or a rule of the page says so.
 */
export const isTold = (material: ReplyBasis, reason: HandOverReason) => {
  const mode = modeOf(material);
  return mode === "auto" || (mode === "draft" && (reason === "asked" || reason === "rule"));
};

const rulePlan = (material: ReplyBasis, rule: PolicyRule): ReplyPlan => {
  if (rule.outcome.kind === "hand-over") {
    return handOverPlan(material, "rule", `line:${rule.line}`, rule);
  }
  return answerPlan(material, "rule", rule.outcome.text, [{ line: rule.line, text: rule.text }]);
};

const answerPlan = (
  material: ReplyBasis,
  reason: string,
  text: string,
  rules: ReplyPlan["rules"],
): ReplyPlan => {
  const answer = { text, citations: [] };
  const sends = modeOf(material) === "auto";
  return ruledPlan({
    effect: sends ? { kind: "send", answer } : { kind: "draft", answer, confidence: 1 },
    outcome: sends ? "sent" : "drafted",
    reason,
    answer: text,
    rules,
  });
};
