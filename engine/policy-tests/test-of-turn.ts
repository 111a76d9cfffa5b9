import type { Decision } from "#contract/decision.ts";
import type { Locale } from "#contract/ids.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Expectation, ToolMock } from "../policy/policy.ts";
import { contentWords } from "../policy/words.ts";
import { followUpQuestion } from "../reply/follow-up.ts";
import { withoutCitations } from "../reply/passage.ts";
import { smallTalkIn } from "../reply/small-talk.ts";
import { splitSentences } from "../reply/split-sentences.ts";
import type { Turn } from "../replay/read-turns.ts";
import { maskPersonal } from "./mask-personal.ts";
import { expectationsOf } from "./propose-test.ts";
import { writeTest } from "./write-test.ts";

/** What people made of an answer, and who: the reason why a test expects it. */
export type TestReason = {
  /**
   * sent: nobody objected; approved: a person sent the draft as it was; edited: with changes; discarded: not at all;
   * handed-over: a person was to answer.
   */
  readonly kind: "sent" | "approved" | "edited" | "discarded" | "handed-over";
  readonly by: string | null;
};

/** A test as it would stand in a page, and where it comes from. */
export type TurnTest = {
  /** The line of the page. */
  readonly line: string;
  readonly locale: Locale;
  readonly question: string;
  readonly mocks: readonly ToolMock[];
  readonly expects: readonly Expectation[];
  readonly reason: TestReason;
};

/** Longest question of a generated test: longer ones tell a story of their own. In UTF-16 code units. */
const longestQuestion = 300;
/** A sentence that people took out is worth a test when it says something, and is not an essay. */
const sentence = { shortest: 12, longest: 120 };

/**
 * Makes a test out of what a visitor asked and how it ended: what the AI did where people let it stand, what they
 * took out where they did not, and what tools said. Personal numbers and addresses are masked throughout. Null where
 * nothing can be learnt: small talk, no decision, one that failed or was overtaken or taken back.
 */
export const testOfTurn = (turn: Turn): TurnTest | null => {
  const { decision, locale, told } = turn;
  const asked = questionOf(turn);
  if (decision === null || asked === null) return null;
  const reason = reasonOf(decision);
  if (reason === null) return null;
  const question = maskPersonal(asked);
  const mocks = mocksOf(decision);
  const sent = told?.by === "people" ? told.text : "";
  const expects =
    reason.kind === "discarded"
      ? removedFrom(decision.answer ?? "", sent)
      : [
          ...expectationsOf(decision, outcomeOf(decision)),
          ...recordsCited(decision),
          ...callsOf(decision),
          ...(reason.kind === "edited" ? removedFrom(decision.answer ?? "", sent) : []),
        ];
  if (expects.length === 0) return null;
  try {
    const line = writeTest({ question, mocks, expects }, locale);
    return { line, locale, question, mocks, expects, reason };
  } catch (error) {
    // Words that cannot stand in a page.
    if (error instanceof ActionRefused) return null;
    throw error;
  }
};

/** What was asked, so that it stands alone: with the question before where it leans on that. */
const questionOf = ({ question, previousQuestion }: Turn): string | null => {
  if (smallTalkIn(question) !== null) return null;
  const leans = followUpQuestion(question, previousQuestion) !== null;
  const whole = leans ? `${previousQuestion} ${question}` : question;
  const words = whole.replaceAll(/\s+/g, " ").trim();
  return words.length > longestQuestion || contentWords(words).length < 2 ? null : words;
};

const reasonOf = ({ outcome, reason, reactions }: Decision): TestReason | null => {
  const did = (...kinds: readonly string[]) => reactions.find(({ kind }) => kinds.includes(kind));
  if (did("undone") !== undefined || reason === "failed" || reason === "off") return null;
  switch (outcome) {
    case "sent":
      return did("took_over", "reopened") === undefined ? { kind: "sent", by: null } : null;
    case "handed_over":
      return { kind: "handed-over", by: did("took_over", "replied")?.by.name ?? null };
    case "approved": {
      const edited = did("edited");
      const by = (edited ?? did("approved"))?.by.name ?? null;
      return { kind: edited === undefined ? "approved" : "edited", by };
    }
    case "discarded":
      return { kind: "discarded", by: did("rejected")?.by.name ?? null };
    default:
      return null;
  }
};

/** What the AI did; a draft of an answer it was not sure of came with a hand-over. */
const outcomeOf = ({ outcome, reason }: Decision): Decision["outcome"] =>
  outcome === "approved" && reason === "unsure" ? "handed_over" : outcome;

/** The longest sentence of a draft that was not sent. */
const removedFrom = (draft: string, sent: string): Expectation[] => {
  const plain = (text: string) => withoutCitations(text).replaceAll(/\s+/g, " ").trim();
  const kept = plain(sent).toLowerCase();
  const [removed] = splitSentences(draft)
    .map(({ text }) => plain(text))
    .filter(
      (text) =>
        text.length >= sentence.shortest &&
        text.length <= sentence.longest &&
        maskPersonal(text) === text &&
        !kept.includes(text.toLowerCase()),
    )
    .toSorted((one, other) => other.length - one.length);
  return removed === undefined
    ? []
    : [{ kind: "lacks", text: removed.replaceAll(/["“”「」『』]/g, "") }];
};

/** Tools that say something of their own: the system with orders and tickets. */
const readTools = ["read_order", "read_ticket"];

const recordsOf = (decision: Decision) =>
  (decision.tools ?? []).flatMap(({ name, found }) => {
    const record = decision.passages.find(({ chunkId }) => found?.[0] === chunkId);
    return readTools.includes(name) && record !== undefined ? [{ tool: name, record }] : [];
  });

const mocksOf = (decision: Decision): readonly ToolMock[] =>
  recordsOf(decision).map(({ tool, record }) => ({ tool, says: maskRecord(record.text) }));

const recordsCited = (decision: Decision): readonly Expectation[] => {
  const cited = new Set(decision.citations.map(({ chunkId }) => chunkId));
  return recordsOf(decision)
    .filter(({ record }) => cited.has(record.chunkId))
    .map(({ record }) => ({ kind: "cites", text: maskPersonal(record.title) }));
};

/** Days tell nothing of who asked, and what an answer says of them is what is tested. */
const maskRecord = (text: string): string =>
  text
    .split(/(\b\d{4}-\d{2}-\d{2}\b)/)
    .map((part, index) => (index % 2 === 1 ? part : maskPersonal(part)))
    .join("");

const callsOf = ({ tools = [] }: Decision): readonly Expectation[] => {
  const made = tools.filter(({ name, outcome }) => called.has(outcome) && !asked.has(name));
  return [...new Set(made.map(({ name }) => name))].map((tool) => ({ kind: "calls", tool }));
};
const called = new Set(["answered", "proposed", "done"]);
/** What is told by the outcome, or by what the answer cites. */
const asked = new Set(["hand_over", "search_knowledge"]);
