import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { Decision } from "#contract/decision.ts";
import type { Locale } from "#contract/ids.ts";
import type { Tx } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecisions } from "#db/reads/decisions.ts";
import { readEvents } from "#db/reads/events.ts";
import { detectLanguage } from "../reply/detect-language.ts";

/** What a visitor asked at one go, and everything that was known then. */
export type Turn = {
  /** Of the visitor's last message in it. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly question: string;
  readonly previousQuestion: string | null;
  readonly locale: Locale;
  readonly history: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  /** What the colleague said who had given the conversation back to the AI by then. */
  readonly note: string | null;
  /** What the AI decided then; null where it did not. */
  readonly decision: Decision | null;
  /** What the visitor was told next, before writing again; null where nothing was. */
  readonly told: {
    readonly text: string;
    readonly by: "ai" | "people";
    readonly at: string;
  } | null;
};

/** Everything that is read of a conversation. */
export type Turns = {
  readonly turns: readonly Turn[];
  /** Whether there were more events than are read. */
  readonly cut: boolean;
};

/** Events read, and words shown to the model: as much as the reply path shows. */
const limits = { events: 2000, page: 200, history: 10, messageLength: 1500, questionLength: 4000 };

/** Reads what a visitor asked in a conversation, turn by turn; null when the tenant has no such conversation. */
export const readTurns = async (tx: Tx, conversationId: string): Promise<Turns | null> => {
  const row = await readConversationRow(tx, conversationId, null);
  if (row === null) return null;
  const events: ConversationEvent[] = [];
  let more = true;
  while (more && events.length < limits.events) {
    const after = events.at(-1)?.seq ?? 0;
    const page = await readEvents(tx, conversationId, {
      after,
      limit: limits.page,
      audience: "team",
    });
    events.push(...page.events);
    more = page.more && page.events.length > 0;
  }
  const decisions = await readDecisions(tx, conversationId);
  return { turns: toTurns(events, decisions, row.locale), cut: more };
};

/** Takes a log apart: a turn is the visitor's words up to the next public ones of somebody else. */
export const toTurns = (
  events: readonly ConversationEvent[],
  decisions: readonly Decision[],
  otherwise: Locale,
): readonly Turn[] => {
  const words = publicWords(events);
  const turns: Turn[] = [];
  let index = 0;
  while (index < words.length) {
    const asked = runOf(words, index, (by) => by === "visitor");
    const answered = runOf(words, index + asked.length, (by) => by !== "visitor");
    const before = words.slice(0, index);
    index += asked.length + answered.length;
    const last = asked.at(-1);
    const [first] = asked;
    if (first === undefined || last === undefined) continue;
    const decision = decisionOf(decisions, first.seq, last.seq);
    const question = (decision?.question ?? asked.map(({ text }) => text).join("\n")).slice(
      -limits.questionLength,
    );
    turns.push({
      seq: last.seq,
      at: last.at,
      question,
      previousQuestion: before.findLast(({ by }) => by === "visitor")?.text ?? null,
      locale: detectLanguage(question, otherwise),
      history: before.slice(-limits.history).map(({ by, text }) => ({
        role: by === "visitor" ? "user" : "assistant",
        content: text.slice(0, limits.messageLength),
      })),
      note: noteBefore(events, last.seq),
      decision,
      told: toldBy(answered),
    });
  }
  return turns;
};

type Words = {
  readonly seq: number;
  readonly at: string;
  readonly by: ConversationEvent["actor"]["kind"];
  readonly text: string;
};

const publicWords = (events: readonly ConversationEvent[]): readonly Words[] =>
  events.flatMap(({ seq, at, actor, body }) =>
    body.type !== "message.posted" || body.note || body.retracted
      ? []
      : [{ seq, at, by: actor.kind, text: body.parts.map(({ text }) => text).join("\n") }],
  );

const runOf = (words: readonly Words[], from: number, belongs: (by: Words["by"]) => boolean) => {
  const end = words.findIndex(({ by }, index) => index >= from && !belongs(by));
  return words.slice(from, end < 0 ? words.length : end);
};

/** The newest decision about the turn; one that came too late only where there is no other. */
const decisionOf = (decisions: readonly Decision[], first: number, last: number) => {
  const about = decisions.filter(
    // What a person had written anew was asked another question: the draft before it is the AI's own.
    ({ kind, triggerSeq, revises = null }) =>
      kind === "reply" && revises === null && triggerSeq >= first && triggerSeq <= last,
  );
  return about.findLast(({ outcome }) => outcome !== "superseded") ?? about.at(-1) ?? null;
};

const noteBefore = (events: readonly ConversationEvent[], seq: number): string | null => {
  const back = events.findLast(
    (event) => event.seq < seq && event.body.type === "conversation.handed-back",
  );
  return back?.body.type === "conversation.handed-back" ? back.body.note : null;
};

const toldBy = (answered: readonly Words[]): Turn["told"] => {
  const [first] = answered;
  if (first === undefined) return null;
  const people = answered.filter(({ by }) => by === "member" || by === "api");
  const [person] = people;
  // A person's words count more than the line that said a person would come.
  if (person !== undefined) return { text: textOf(people), by: "people", at: person.at };
  return { text: textOf(answered), by: "ai", at: first.at };
};

const textOf = (words: readonly Words[]) => words.map(({ text }) => text).join("\n");
