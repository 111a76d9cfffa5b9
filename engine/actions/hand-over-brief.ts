import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { HandOverBrief, Tried } from "#contract/hand-over-brief.ts";
import type { TriedDecision } from "#db/reads/tried-decisions.ts";
import { contentWords } from "../policy/words.ts";
import { sentencesOf } from "../reply/split-sentences.ts";
import { oneLine } from "./one-line.ts";

/** Sizes: a card is read in a glance. */
const limits = { question: 600, sentence: 200, sentences: 6, facts: 8, fact: 60, tried: 10 };

/**
 * The brief of a conversation: the visitor's words nobody has answered, the sentences with most to say, the
 * facts they gave, and what the AI has tried. Deterministic, in English and Chinese: it is there when no
 * model is.
 */
export const makeBrief = (
  events: readonly ConversationEvent[],
  decisions: readonly TriedDecision[],
): HandOverBrief => {
  const words = events.flatMap(wordsOf);
  const lastAnswer = words.findLastIndex(({ by }) => by !== "visitor");
  const open = words.slice(lastAnswer + 1);
  const asked = open.length > 0 ? open : words.filter(({ by }) => by === "visitor").slice(-1);
  const said = words.filter(({ by }) => by === "visitor").map(({ text }) => text);
  return {
    question: oneLine(asked.map(({ text }) => text).join(" "), limits.question),
    summary: summaryOf(words.slice(0, words.length - open.length)),
    facts: factsIn(said.join("\n")),
    tried: decisions.flatMap(triedIn).slice(-limits.tried),
  };
};

type Words = { readonly by: "visitor" | "ai" | "team"; readonly text: string };

const wordsOf = ({ actor, body }: ConversationEvent): Words[] => {
  if (body.type !== "message.posted" || body.note || body.retracted) return [];
  const text = body.parts.map((part) => part.text).join("\n");
  const by = actor.kind === "visitor" || actor.kind === "ai" ? actor.kind : "team";
  return [{ by, text: text.replaceAll(/\s*\[\d{1,3}\]/g, "") }];
};

/** The first thing the visitor said, and after it those messages with most words of their own. */
const summaryOf = (words: readonly Words[]): HandOverBrief["summary"] => {
  const seen = new Set<string>();
  const lines = words.map(({ by, text }, index) => {
    const sentence = tellingSentence(text);
    const fresh = contentWords(sentence).filter((word) => !seen.has(word));
    for (const word of fresh) seen.add(word);
    const first = index === 0 ? 100 : 0;
    return { by, text: sentence, index, weight: first + fresh.length + (by === "visitor" ? 2 : 0) };
  });
  return lines
    .filter(({ text, weight }) => text !== "" && weight > 2)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, limits.sentences)
    .toSorted((a, b) => a.index - b.index)
    .map(({ by, text }) => ({ by, text }));
};

/** A question if there is one, else the sentence with most words that carry meaning. */
const tellingSentence = (text: string): string => {
  const sentences = text.slice(0, 4000).split(/\n+/).flatMap(sentencesOf);
  const weight = (sentence: string) =>
    Math.min(20, new Set(contentWords(sentence)).size) + (/[?？]\s*$/.test(sentence) ? 4 : 0);
  const best = sentences.reduce(
    (most, sentence) => (weight(sentence) > weight(most) ? sentence : most),
    "",
  );
  return oneLine(best === "" ? text : best, limits.sentence);
};

/** Mail addresses, numbers of orders and parcels, amounts and dates, in the order they were given. */
const factsIn = (text: string): string[] => {
  const found = (text.normalize("NFKC").slice(0, 20_000).match(facts) ?? []).map((fact) =>
    fact.trim().slice(0, limits.fact),
  );
  return [...new Set(found)].slice(0, limits.facts);
};

const facts =
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|#\s?[A-Z0-9-]{3,20}\b|\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{2,}(?:-[A-Z0-9]+)*\b|[£$€¥]\s?\d[\d.,]*\d|\b\d{4}-\d{2}-\d{2}\b|\b\d{6,20}\b/g;

const triedIn = (decision: TriedDecision): Tried[] => {
  const { outcome, title, found, confidence, guards, attempts, rules } = decision;
  const share = confidence === null ? null : `${Math.round(confidence * 100)}`;
  // A model that was asked again and failed again has failed once for whoever reads it.
  const failures = new Map(
    attempts
      .filter(({ outcome: end }) => end !== "complete" && end !== "cancelled")
      .map(({ provider, outcome: end }) => [provider, end]),
  );
  const objections = guards.filter(({ passed }) => !passed).map(({ name }) => name);
  const rule = found === 0 && outcome === "handed_over" ? rules[0] : undefined;
  return [
    ...(rule === undefined
      ? []
      : [tried("rule", oneLine(rule.text, limits.sentence), String(rule.line))]),
    ...(found === 0 ? [] : [tried("searched", title, String(found))]),
    ...[...failures].slice(-3).map(([provider, end]) => tried("model_failed", provider, end)),
    ...(outcome === "sent" && found > 0 ? [tried("answered", title, share)] : []),
    ...(outcome === "drafted" ? [tried("drafted", title, share)] : []),
    ...(objections.length === 0 ? [] : [tried("held_back", null, objections.join(" "))]),
  ];
};

const tried = (what: Tried["what"], name: string | null, detail: string | null): Tried => ({
  what,
  name,
  detail,
});
