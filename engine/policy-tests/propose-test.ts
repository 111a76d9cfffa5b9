import type { Decision } from "#contract/decision.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Locale } from "#contract/ids.ts";
import type { Tx } from "#db/client.ts";
import { readDecisionTriggers } from "#db/reads/decision-triggers.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { readEvents } from "#db/reads/events.ts";
import type { Expectation } from "../policy/policy.ts";
import { detectLanguage } from "../reply/detect-language.ts";
import { maskPersonal } from "./mask-personal.ts";

/** What a message of a conversation would test. */
export type ProposedTest = {
  /** As the visitor wrote it. */
  readonly question: string;
  /** The same without what tells who asked; equal to it when nothing does. */
  readonly masked: string;
  readonly locale: Locale;
  /** What was true of the answer the AI gave; empty when it gave none. */
  readonly expects: readonly Expectation[];
};

/** So far back the question of an answer is looked for, in events. */
const farBack = 100;
/** More sources than that say nothing of an answer. */
const mostCited = 3;

/**
 * Makes a test out of a message: a visitor's question with how it was answered, or an answer with the question
 * before it. Null when the message is none that could be one: a note, one that was taken back, none at all.
 */
export const proposeTest = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<ProposedTest | null> => {
  const page = { after: Math.max(0, seq - farBack), limit: farBack, audience: "team" } as const;
  const { events } = await readEvents(tx, conversationId, page);
  const until = events.filter((event) => event.seq <= seq);
  const message = until.at(-1);
  if (message?.seq !== seq || !isShown(message)) return null;
  const decision = await decisionOf(tx, conversationId, message);
  const asked = until.findLast(
    (event) =>
      isShown(event) &&
      event.actor.kind === "visitor" &&
      (decision === null || event.seq === decision.triggerSeq),
  );
  const question = asked === undefined ? (decision?.question ?? "") : wordsOf(asked);
  if (question.trim() === "") return null;
  return {
    question,
    masked: maskPersonal(question),
    locale: detectLanguage(question, "en"),
    expects: decision === null ? [] : expectationsOf(decision),
  };
};

const decisionOf = async (tx: Tx, conversationId: string, message: ConversationEvent) => {
  const { body, actor, seq } = message;
  if (body.type !== "message.posted") return null;
  if (body.decisionId !== null) return readDecision(tx, body.decisionId);
  if (actor.kind !== "visitor") return null;
  const triggers = await readDecisionTriggers(tx, conversationId);
  const trigger = triggers.find(({ triggerSeq }) => triggerSeq === seq);
  return trigger === undefined ? null : readDecision(tx, trigger.id);
};

const isShown = ({ body }: ConversationEvent): boolean =>
  body.type === "message.posted" && !body.note && !body.retracted;

const wordsOf = ({ body }: ConversationEvent): string =>
  body.type === "message.posted" ? body.parts.map(({ text }) => text).join("\n") : "";

/** What was true of a decision: what became of the answer, up to three sources it cites, and its language. */
export const expectationsOf = (
  { passages, citations, answer, ...decision }: Decision,
  outcome = decision.outcome,
): Expectation[] => {
  const how = outcomes[outcome];
  const cited = new Set(citations.map(({ chunkId }) => chunkId));
  const titles = passages
    .filter(({ chunkId, record }) => cited.has(chunkId) && record === undefined)
    .map(({ title }) => title);
  return [
    ...(how === undefined ? [] : [{ kind: how }]),
    ...[...new Set(titles)].slice(0, mostCited).map((text) => ({ kind: "cites", text }) as const),
    ...(answer === null || answer === ""
      ? []
      : [{ kind: "language", lang: detectLanguage(answer, "en") } as const]),
  ];
};

const outcomes: Partial<Record<Decision["outcome"], "answers" | "drafts" | "hands-over">> = {
  sent: "answers",
  drafted: "drafts",
  approved: "drafts",
  handed_over: "hands-over",
};
