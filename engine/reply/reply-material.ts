import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Locale } from "#contract/ids.ts";
import type { Mode } from "#contract/mode.ts";
import type { Tx } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { type DecisionTrigger, readDecisionTriggers } from "#db/reads/decision-triggers.ts";
import { readEvent, readEvents } from "#db/reads/events.ts";
import { type ModelProvider, readModelProviders } from "#db/reads/model-providers.ts";
import { type PolicyVersion, readPolicyIn } from "#db/reads/policies.ts";
import { readEffectiveMode } from "#db/reads/modes.ts";
import { readServiceHours, type ServiceHours } from "#db/reads/service-hours.ts";
import { refreshMode } from "#db/writes/modes.ts";
import type { ReplyTask } from "#db/writes/reply-tasks.ts";
import { type HeldLines, readHeldLines } from "../knowledge/tuning/held-lines.ts";
import { readTuningFor, readTuningInUse } from "../knowledge/tuning/production-tuning.ts";
import type { Tuning } from "../knowledge/tuning.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { hoursUnder } from "../service-hours/hours-under.ts";
import { readRevision } from "./read-revision.ts";
import type { Revision } from "./read-revision.ts";
import { decisionIdOf, provenIdOf } from "./reply-ids.ts";
import { detectLanguage } from "./detect-language.ts";

/** Everything a reply is made from, read in one transaction. */
export type ReplyMaterial = {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly row: ConversationRow;
  readonly triggerSeq: number;
  readonly epoch: number;
  /** The same for every worker that takes this message up under this epoch. */
  readonly decisionId: string;
  readonly attempts: number;
  readonly policy: Policy | null;
  /** The strictest of all modes that are set. */
  readonly mode: Mode;
  readonly version: PolicyVersion | null;
  /** How passages are weighed. */
  readonly tuning: Tuning;
  /** Which version that is; 0 is what Xin comes with. */
  readonly tuningVersion: number;
  /** From which confidence on an answer is sent, where the policy does not say. */
  readonly lines: HeldLines;
  /** The visitor's words nobody has dealt with, oldest first, one text. */
  readonly question: string;
  /** What the visitor wrote before that. */
  readonly previousQuestion: string | null;
  /** The language of the question. */
  readonly locale: Locale;
  /** Public messages before the question, oldest first. */
  readonly history: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  /** The workspace's own providers, in their order. */
  readonly models: readonly ModelProvider[];
  /** What the colleague said who gave the conversation back to the AI. */
  readonly note: string | null;
  /** A person wants another draft; missing or null for an answer that the visitor waits for. */
  readonly revision?: Revision | null;
  /** A person wanted another draft, and the visitor wrote more before it was there: one draft answers both. */
  readonly carried?: Revision | null;
  /** When people answer, under this policy; null for always. */
  readonly hours: ServiceHours | null;
  /** Of the visitor's message: it goes on through everything the reply does. */
  readonly traceparent: string | null;
};

/** What rules and conclusions go by: all a preview needs to know of a message. */
export type ReplyBasis = Pick<
  ReplyMaterial,
  "policy" | "tuning" | "lines" | "question" | "locale" | "attempts" | "tenantName"
> & {
  /** What holds beside the policy's own; missing where the policy alone counts. */
  readonly mode?: Mode;
};

/** What an answer is written from: in a conversation, or for a question that stands alone. */
export type AnswerBasis = ReplyBasis &
  Pick<
    ReplyMaterial,
    "tenantId" | "previousQuestion" | "history" | "note" | "revision" | "carried"
  >;

/** Events looked back at, messages shown to the model, and their length: a prompt has a limit. */
const limits = { events: 60, history: 10, messageLength: 1500, questionLength: 4000 };

/**
 * Reads what a task is about, and shows in the inbox what the policy lets the AI do. Null when there is nothing to do: the AI does not hold the conversation,
 * it is resolved, the decision was taken already, or every word of the visitor is dealt with. A person's ask for
 * another draft comes first, whoever holds the conversation.
 */
export const readReplyMaterial = async (tx: Tx, task: ReplyTask): Promise<ReplyMaterial | null> => {
  const { tenantId, conversationId, triggerSeq, attempts } = task;
  const [row, { events }, decisions, version, inUse, tenantName, trigger, models, holds, hours] =
    await Promise.all([
      readConversationRow(tx, conversationId, null),
      readEvents(tx, conversationId, { limit: limits.events, audience: "team" }),
      readDecisionTriggers(tx, conversationId),
      readPolicyIn(tx, conversationId),
      readTuningInUse(tx),
      readTenantName(tx),
      readEvent(tx, conversationId, triggerSeq),
      readModelProviders(tx),
      readEffectiveMode(tx, conversationId),
      readServiceHours(tx),
    ]);
  if (row === null || holds === null || row.status !== "open") return null;
  const writes = holds.mode === "draft" || holds.mode === "auto";
  const asked = writes ? await readRevision(tx, row, decisions) : null;
  // The AI's own next draft takes in what the visitor wrote since, and what was asked for.
  const isOvertaken = row.holder === "ai" && row.visitorSeq > (asked?.seq ?? 0);
  const revision = isOvertaken ? null : asked;
  const carried = isOvertaken ? asked : null;
  // In shadow people answer, and the AI only thinks along.
  if (row.holder !== "ai" && holds.mode !== "shadow" && revision === null) return null;
  const proof = revision === null ? proofSinceAsked(events) : null;
  const decisionId =
    revision?.id ??
    (proof === null
      ? decisionIdOf(conversationId, triggerSeq, row.epoch)
      : provenIdOf(conversationId, proof.seq, row.epoch));
  if (decisions.some(({ id }) => id === decisionId)) return null;

  const messages = publicMessages(events);
  // The AI also thinks about what a person answered before it came to it.
  const until =
    holds.mode === "shadow" ? messages.filter(({ seq }) => seq <= triggerSeq) : messages;
  // Asking for a proof was no answer to what the visitor wanted.
  const answeredBy = decisions.filter(({ id }) => id !== proof?.askedBy);
  const answers = until.filter(
    (message) => message.decisionId !== proof?.askedBy || proof === null,
  );
  const dealtWith = revision?.triggerSeq ?? lastDealtWith(answers, answeredBy);
  const open = messages.filter(
    ({ seq, by }) => by === "visitor" && seq > dealtWith && seq <= triggerSeq,
  );
  const since = open.map(({ text }) => text);
  const first = revision === null ? open[0]?.seq : firstOf(messages, revision);
  if (first === undefined) return null;
  const question = (revision === null ? since : [revision.question, ...since]).join("\n");
  const before = messages.filter(({ seq }) => seq < first);
  const parsed = version === null ? null : parsePolicy(version.text);
  const policy = parsed?.ok === true ? parsed.policy : null;
  const { tuning, version: tuningVersion } = await readTuningFor(tx, policy, inUse);
  const lines = await readHeldLines(tx, tuning);
  await refreshMode(tx, conversationId);
  return {
    tenantId,
    tenantName,
    row,
    triggerSeq,
    epoch: row.epoch,
    decisionId,
    attempts,
    policy,
    // Asked for by a person, it is for people to read first.
    mode: asked === null ? holds.mode : "draft",
    version,
    tuning,
    tuningVersion,
    lines,
    models,
    hours: hoursUnder({ workspace: hours, policy: policy?.settings.hours ?? null }),
    question: question.slice(-limits.questionLength),
    previousQuestion: before.findLast(({ by }) => by === "visitor")?.text ?? null,
    locale: detectLanguage(question, row.locale),
    history: before.slice(-limits.history).map(({ by, text }) => ({
      role: by === "visitor" ? "user" : "assistant",
      content: text.slice(0, limits.messageLength),
    })),
    note: handBackNote(events),
    revision,
    carried,
    traceparent: trigger?.traceparent ?? null,
  };
};

type Message = {
  readonly seq: number;
  readonly by: ConversationEvent["actor"]["kind"];
  readonly text: string;
  readonly decisionId: string | null;
};

const publicMessages = (events: readonly ConversationEvent[]): Message[] =>
  events.flatMap(({ seq, actor, body }) =>
    body.type !== "message.posted" || body.note || body.retracted
      ? []
      : [
          {
            seq,
            by: actor.kind,
            text: body.parts.map(({ text }) => text).join("\n"),
            decisionId: body.decisionId,
          },
        ],
  );

/** Where the question of a draft begins: people often write it in several messages. */
const firstOf = (messages: readonly Message[], { question, triggerSeq }: Revision): number => {
  const asked = messages.filter(({ seq, by }) => by === "visitor" && seq <= triggerSeq);
  const other = asked.findLastIndex(({ text }) => !question.includes(text.slice(0, 200)));
  return asked[other + 1]?.seq ?? triggerSeq;
};

/** The visitor proved who they are, as the AI had asked, and nobody has said anything since; null otherwise. */
const proofSinceAsked = (events: readonly ConversationEvent[]) => {
  const settled = events.findLast(
    ({ body }) => body.type === "identity.settled" && body.outcome === "verified",
  );
  if (settled === undefined) return null;
  const { seq } = settled;
  const isOver = events.some(
    (event) => event.seq > seq && event.body.type === "message.posted" && !event.body.note,
  );
  const asked = events.findLast(
    ({ seq: at, body }) => at < seq && body.type === "identity.asked" && body.decisionId !== null,
  );
  return isOver || asked?.body.type !== "identity.asked"
    ? null
    : { seq, askedBy: asked.body.decisionId };
};

const handBackNote = (events: readonly ConversationEvent[]) => {
  const last = events.findLast(({ body }) => body.type === "conversation.handed-back");
  return last?.body.type === "conversation.handed-back" ? last.body.note : null;
};

/** The newest visitor's message that somebody has answered, drafts not counted: they may never be sent. */
const lastDealtWith = (messages: readonly Message[], decisions: readonly DecisionTrigger[]) => {
  const triggers = new Map(decisions.map(({ id, triggerSeq }) => [id, triggerSeq]));
  const answered = messages
    .filter(({ by }) => by !== "visitor")
    .map(({ seq, decisionId }) => triggers.get(decisionId ?? "") ?? seq);
  const decided = decisions
    .filter(
      ({ outcome, reason }) =>
        outcome === "sent" ||
        outcome === "handed_over" ||
        outcome === "approved" ||
        outcome === "discarded" ||
        outcome === "shadowed" ||
        reason === "stopped",
    )
    .map(({ triggerSeq }) => triggerSeq);
  return Math.max(0, ...answered, ...decided);
};

/** What the tenant calls itself. */
export const readTenantName = async (tx: Tx): Promise<string> => {
  const [row] = await tx<{ name: string }[]>`select name from xin.tenants`;
  return row?.name ?? "";
};
