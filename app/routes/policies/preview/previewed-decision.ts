import type { Decision } from "#contract/decision.ts";
import type { ReplyPlan } from "#engine/reply/reply-plan.ts";
import type { PreviewEffect } from "./preview-answer.ts";

/** The record that such an answer would leave: the same one that people are shown of a real one. */
export const previewedDecision = (
  plan: ReplyPlan,
  question: string,
  mode: Decision["mode"],
  totalMs: number,
): Decision => {
  const { effect: _effect, scoring: _scoring, retrieval: _retrieval, timingsMs, ...record } = plan;
  const id = crypto.randomUUID();
  return {
    ...record,
    id,
    conversationId: id,
    triggerSeq: 0,
    epoch: 0,
    kind: "reply",
    mode,
    question,
    retrieval: null,
    // Of the page as it stands in the editor: it has no version yet.
    policy: null,
    costUsd: record.attempts.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    timingsMs: { ...timingsMs, total: totalMs },
    messageSeq: null,
    undo: null,
    reactions: [],
    createdAt: new Date().toISOString(),
  };
};

/** What the visitor would see of it. */
export const effectOf = ({ effect }: ReplyPlan): PreviewEffect => {
  switch (effect.kind) {
    case "send":
      return { kind: "send", ...effect.answer };
    case "draft":
      return { kind: "draft", text: effect.answer.text };
    case "hand-over":
      return { kind: "hand-over", line: effect.line, reason: effect.reason };
    case "shadow":
      return { kind: "hand-over", line: null, reason: effect.handOver };
    case "keep":
    case "superseded":
      throw new Error("Nothing can overtake a preview");
  }
};
