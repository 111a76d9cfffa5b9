import type { Citation } from "#contract/conversation-event.ts";
import type { DecisionPassage } from "#contract/decision.ts";
import { lineFor, writerOf } from "../knowledge/tuning/held-lines.ts";
import type { Policy } from "../policy/policy.ts";
import { contentWords } from "../policy/words.ts";
import type { Found } from "./find-passages.ts";
import type { Judgement } from "./judge-answer.ts";
import type { ToolAct } from "../tools/tool.ts";
import { openLinks } from "./open-links.ts";
import type { ReplyBasis } from "./reply-material.ts";
import type { ReplyPlan } from "./reply-plan.ts";
import { handOverPlan, isTold, modeOf } from "./ruled-reply.ts";
import { maskEmail } from "../identity/mask-email.ts";
import { asksForProof } from "../tools/verify-identity.ts";
import { emailLine, handOverLine, proofLine } from "./reply-lines.ts";
import type { Draft, WritingEnd } from "./write-answer.ts";

/**
 * Decides what to do with what the model wrote: send it, give it to the team as a draft, or hand over.
 * It is sent only where the policy lets the AI answer, the confidence reaches the threshold and no
 * guard asked for a person.
 */
export const concludeReply = (
  material: ReplyBasis & { readonly policy: Policy },
  found: Found,
  draft: Draft,
  end: WritingEnd,
  modelMs: number,
): ReplyPlan => {
  const evidence = evidenceOf(material, found, draft, modelMs);
  const line = evidence.threshold;
  if (end.kind === "asked") return { ...evidence, ...askingPlan(material, draft) };
  if (end.kind !== "answer" || end.judgement.text === "") {
    const failed = end.kind === "failed";
    const detail = failed ? `model:${end.failure.reason}` : "not_in_knowledge";
    const guards = end.kind === "answer" ? end.judgement.guards : [];
    // However good the search was: whoever read the passages found no answer in them.
    const confidence = failed ? 0 : Math.min(found.confidence, 0.5 * (line ?? 1));
    const plan = handOverPlan(material, failed ? "failed" : "unsure", detail);
    const recorded = { ...plan, ...evidence, guards, confidence, answer: null, citations: [] };
    // A conversation that goes to people is not closed on them.
    const acts = draft.tools.acts.filter(({ kind }) => kind !== "close");
    return end.kind === "gave-up" && modeOf(material) === "auto"
      ? { ...recorded, acts, tools: carriedOut(draft, acts) }
      : recorded;
  }

  const { judgement } = end;
  const confidence = answerConfidence(found, judgement);
  const citations = citationsOf(found, judgement);
  const answer = { text: judgement.text, citations };
  const record = {
    ...evidence,
    // What a guard holds back is held back at every line, and says nothing about any; without its model a
    // search is sure of other things, and a record was not searched for.
    scoring:
      judgement.needsPerson ||
      found.retrieval.modelFailure !== null ||
      isOfRecords(found, judgement)
        ? null
        : material.lines.scoring,
    answer: judgement.text,
    citations,
    confidence,
    guards: judgement.guards,
    passages: passagesOf(found, judgement.cited),
  };
  const isSure = line !== null && confidence >= line && !judgement.needsPerson;
  if (modeOf(material) === "draft") {
    const effect = { kind: "draft", answer, confidence } as const;
    return { ...record, effect, outcome: "drafted", reason: "draft_mode" };
  }
  if (isSure) {
    const { acts } = draft.tools;
    const done = { acts, tools: carriedOut(draft, acts) };
    const effect = { kind: "send", answer } as const;
    return { ...record, ...done, effect, outcome: "sent", reason: "answered" };
  }
  const words = handOverLine(material.policy, "unsure", material.locale);
  return {
    ...record,
    effect: {
      kind: "hand-over",
      reason: "unsure",
      detail: judgement.needsPerson
        ? "guards"
        : line === null
          ? `no_line:${percent(confidence)}`
          : `confidence:${percent(confidence)}/${percent(line)}`,
      line: isTold(material, "unsure") ? words : null,
      draft: { ...answer, confidence },
    },
    outcome: "handed_over",
    reason: "unsure",
  };
};

/** Asks for the e-mail address, or for a proof of it, in our own words, which no guard need read and no send line holds back. */
const askingPlan = (material: ReplyBasis, draft: Draft) => {
  const proof = asksForProof(draft.tools);
  const text =
    proof === undefined
      ? emailLine(material.locale)
      : proofLine(material.locale, proof === null ? null : maskEmail(proof));
  const answer = { text, citations: [] };
  // What the visitor is asked about is not closed.
  const acts = draft.tools.acts.filter(({ kind }) => kind !== "close");
  const reason = proof === undefined ? "asked_email" : "asked_proof";
  const said = { answer: text, citations: [], confidence: 1, guards: [], reason };
  if (modeOf(material) === "draft") {
    const effect = { kind: "draft", answer, confidence: 1 } as const;
    return { ...said, effect, outcome: "drafted" as const };
  }
  const effect = { kind: "send", answer } as const;
  return { ...said, effect, outcome: "sent" as const, acts, tools: carriedOut(draft, acts) };
};

/** An answer that came too late, or was stopped: everything is kept, nothing happens. */
export const supersededPlan = (
  material: ReplyBasis,
  found: Found,
  draft: Draft,
  reason: "superseded" | "stopped",
  modelMs: number,
): ReplyPlan => ({
  ...evidenceOf(material, found, draft, modelMs),
  effect: { kind: "superseded" },
  outcome: "superseded",
  reason,
  answer: draft.written,
  citations: [],
  confidence: found.confidence,
  guards: [],
});

/**
 * Least confidence at which the AI speaks for itself: the policy's own, else the line that holds for whoever
 * wrote the answer (null: not written yet). Null when it must not speak at all, however sure it is.
 */
export const threshold = ({ policy, lines }: ReplyBasis, writer: string | null): number | null =>
  policy === null ? null : (policy.settings.threshold ?? lineFor(lines, writer));

/** Whether the visitor reads along while it is written: it will be sent, as far as the search can tell. */
export const isWrittenInPublic = (material: ReplyBasis, found: Found): boolean => {
  const line = threshold(material, null);
  return modeOf(material) === "auto" && line !== null && found.confidence >= line;
};

/**
 * Retrieval's confidence, less what the guards took out: half of it at the most, for every sentence. An answer
 * that rests on nothing but records is as sure as records are, whatever the knowledge says of the question.
 */
export const answerConfidence = (found: Found, judgement: Judgement): number => {
  const basis = isOfRecords(found, judgement)
    ? Math.max(found.confidence, recordConfidence)
    : found.confidence;
  return basis * (0.5 + 0.5 * judgement.supported);
};

/** A record was named by the visitor and is theirs: what can be wrong is only what the model makes of it. */
const recordConfidence = 0.9;

const isOfRecords = ({ scored }: Found, { cited }: Judgement): boolean =>
  cited.length > 0 && cited.every((n) => scored[n - 1]?.record !== undefined);

const evidenceOf = (
  material: ReplyBasis,
  found: Found,
  draft: Draft,
  modelMs: number,
): Omit<
  ReplyPlan,
  "effect" | "outcome" | "reason" | "answer" | "citations" | "confidence" | "guards"
> => ({
  threshold: threshold(material, writerOf(draft)),
  scoring: null,
  features: found.features,
  retrieval: found.retrieval,
  passages: passagesOf(found, []),
  rules: appliedParagraphs(material, found),
  provider: draft.provider,
  model: draft.model,
  attempts: draft.attempts,
  tools: draft.tools.calls,
  acts: [],
  tokensIn: draft.tokensIn,
  tokensOut: draft.tokensOut,
  timingsMs: { retrieval: found.ms, model: Math.round(modelMs), firstToken: draft.firstTokenMs },
});

/** Links of a passage that a decision keeps: one with more is a list of links. */
const maxLinks = 20;

const passagesOf = (found: Found, cited: readonly number[]): DecisionPassage[] =>
  found.scored.map((passage, index) => {
    const { chunkId, sourceId, title, heading, text, links } = passage;
    const { lexical, vector, score, url, searchedFor, record } = passage;
    const searched = {
      ...(searchedFor === undefined ? {} : { searchedFor }),
      ...(record === undefined ? {} : { record }),
    };
    const led = links.length === 0 ? {} : { links: links.slice(0, maxLinks) };
    const place = cited.indexOf(index + 1);
    const n = place < 0 ? null : place + 1;
    const words = { n, chunkId, sourceId, title, heading, text, ...led };
    return { ...words, lexical, vector, score, url, ...searched };
  });

const citationsOf = (found: Found, { cited }: Judgement): Citation[] =>
  cited.flatMap((number, index) => {
    const passage = found.scored[number - 1];
    if (passage === undefined) return [];
    const { chunkId, sourceId, title, heading, text, url } = passage;
    const led = openLinks(passage).slice(0, maxLinks);
    const links = led.length === 0 ? {} : { links: led };
    return [{ n: index + 1, chunkId, sourceId, title, heading, quote: text, ...links, url }];
  });

/** Paragraphs of the policy that speak about what was asked, for the team to find and mend. */
const appliedParagraphs = ({ policy }: ReplyBasis, { question }: Found): ReplyPlan["rules"] => {
  const asked = new Set(contentWords(question));
  return (policy?.sections ?? [])
    .filter(({ heading, text }) =>
      contentWords(`${heading}\n${text}`).some((word) => asked.has(word)),
    )
    .slice(0, 5)
    .map(({ line, heading, text }) => ({ line, text: `${heading}: ${text}`.slice(0, 500) }));
};

/** The calls, those that asked for one of these acts as done. */
const carriedOut = ({ tools }: Draft, acts: readonly ToolAct[]): ReplyPlan["tools"] =>
  tools.calls.map((call) => {
    const act = tools.actOf(call);
    return act !== undefined && acts.includes(act) ? { ...call, outcome: "done" } : call;
  });

const percent = (share: number) => Math.round(share * 100);
