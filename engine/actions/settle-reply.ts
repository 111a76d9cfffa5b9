import type { Citation, EventBody } from "#contract/conversation-event.ts";
import type { DecisionTool } from "#contract/decision.ts";
import type { DocUpdated } from "#contract/doc.ts";
import type { HandOverBrief } from "#contract/hand-over-brief.ts";
import type { Tx } from "#db/client.ts";
import { readDraftInWriting } from "#db/reads/drafts.ts";
import { readRevisionAsked } from "#db/reads/events.ts";
import { readEffectiveMode } from "#db/reads/modes.ts";
import { readPolicyIn } from "#db/reads/policies.ts";
import { shareModes } from "#db/writes/modes.ts";
import { insertDecision, type NewDecision } from "#db/writes/decisions.ts";
import { finishReplyTask } from "#db/writes/reply-tasks.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { isStricter } from "../modes/mode-order.ts";
import { PolicyReplaced } from "../policy/policy-replaced.ts";
import { ModeTightened } from "../modes/mode-tightened.ts";
import type { PlannedEvent } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { AskedAnew } from "./asked-anew.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch } from "./fence.ts";
import type { Inverse, Outcome } from "./outcome.ts";
import type { HandOverReason } from "./plan-hand-over.ts";
import { messageEvent, publicEvent, refuseParts, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { planToolActs, type SendCode } from "./plan-tool-acts.ts";
import type { ToolAct } from "../tools/tool.ts";
import { runAct } from "./run-act.ts";
import { type DraftEnd, endDraftWriting } from "./end-draft-writing.ts";

/** Words with what they rest on. */
export type AnswerText = { readonly text: string; readonly citations: readonly Citation[] };

/** A person's ask for another draft: where it stands in the log, and which draft it is about. */
export type AskedRevision = {
  readonly seq: number;
  readonly of: string;
  readonly instruction: string;
};

type KeptWhy = Extract<EventBody, { type: "draft.kept" }>["why"];

/** What the AI does about a visitor's message. */
export type ReplyEffect =
  | { readonly kind: "send"; readonly answer: AnswerText }
  /**
   * `revision`: in place of the draft that waits, as a person asked. `carries`: so, and because the visitor wrote
   * more: it is also done where the draft that was asked about waits no more.
   */
  | {
      readonly kind: "draft";
      readonly answer: AnswerText;
      readonly confidence: number;
      readonly revision?: AskedRevision;
      readonly carries?: AskedRevision;
    }
  /** No other draft came of a person's ask: the one that waits stays. */
  | { readonly kind: "keep"; readonly revision: AskedRevision; readonly why: KeptWhy }
  /** `line` is what the visitor is told, `draft` what the team may use. */
  | {
      readonly kind: "hand-over";
      readonly reason: HandOverReason;
      readonly detail: string | null;
      readonly line: string | null;
      readonly draft: (AnswerText & { readonly confidence: number }) | null;
      readonly brief?: HandOverBrief | null;
    }
  /** Only decided, for the record. People get a conversation the AI holds, and nobody is told why. */
  | { readonly kind: "shadow"; readonly handOver: "asked" | "off" }
  /** Custody changed before the answer was ready: it is kept in the decision and goes nowhere. */
  | { readonly kind: "superseded" };

/** A decision of the AI and its effect. The envelope's key makes it happen once. */
export type SettleReply = {
  readonly decision: NewDecision;
  readonly effect: ReplyEffect;
  /** What the model asked for by tools, done together with the effect. */
  readonly acts?: readonly ToolAct[];
  /** Sends the visitor a code, where an act asks for it. */
  readonly sendCode?: SendCode;
};

/**
 * Writes the AI's decision, everything it does, and the end of the task it answers, in one transaction:
 * there is no decision without its effect and no effect without its decision. Refused as
 * `stale_epoch` when custody has changed; recording that an answer was superseded is not. A draft that was being
 * written ends with it.
 */
export const settleReply = async (
  deps: ActionDeps,
  env: Envelope,
  { decision, effect, acts = [], sendCode }: SettleReply,
): Promise<Outcome> => {
  let written: DocUpdated | null = null;
  const outcome = await runAct(deps, {
    env,
    conversationId: decision.conversationId,
    refusal: refusalOf(() => assertActor(env, ["ai"])) ?? refuseWords(effect),
    opening: null,
    decide: async (state, look) => {
      const { row } = state;
      const revision = revisionOf(effect);
      if (revision !== null) await assertAsked(look, env, row, revision);
      else if (effect.kind !== "superseded" && effect.kind !== "shadow") assertEpoch(env, row);
      if (effect.kind !== "superseded") await assertMode(look, env.tenantId, decision);
      if (effect.kind === "draft") await assertNotDiscarded(look, row, decision.id);
      const ended = await endDraftWriting(
        look,
        env.tenantId,
        row,
        draftEndOf(row, decision, effect),
      );
      const { plans: also, left } = await planToolActs(env, state, acts, look, sendCode);
      const messageSeq = effect.kind === "send" ? row.lastSeq + 1 : null;
      return {
        events: [
          ...eventsOf(row, env, decision.id, effect),
          ...also.flatMap(({ events }) => events),
          ...(ended?.events ?? []),
        ],
        inverse: inverseOf(row, decision.id, effect),
        alsoWrite: async (tx) => {
          const tools = withoutLeft(decision.tools ?? [], left);
          await insertDecision(tx, env.tenantId, { ...decision, messageSeq, tools });
          for (const { alsoWrite } of also) await alsoWrite?.(tx);
          written = (await ended?.store(tx, decision.id)) ?? null;
          await finishReplyTask(tx, row.id, decision.triggerSeq);
        },
      };
    },
  });
  if (written !== null) {
    deps.bus.publish({ type: "doc.updated", tenantId: env.tenantId, updated: written });
  }
  return outcome;
};

/** What becomes of the draft that is being written here, if one is. */
const draftEndOf = (
  { draft }: LockedConversation,
  { id }: NewDecision,
  effect: ReplyEffect,
): DraftEnd => {
  if (effect.kind === "superseded") return { kind: "stopped" };
  // Another draft takes its place whole; what people wrote in this one stays with them.
  if (effect.kind === "draft" && draft?.decisionId === id) {
    return { kind: "proposed", text: effect.answer.text };
  }
  return { kind: "nothing", sent: effect.kind === "send" || effect.kind === "draft" };
};

/** Refuses as stale a draft that somebody discarded while it was written. */
const assertNotDiscarded = async (tx: Tx, row: LockedConversation, decisionId: string) => {
  if (row.draft?.decisionId === decisionId) return;
  if ((await readDraftInWriting(tx, decisionId)) === null) return;
  throw new ActionRefused({
    kind: "stale_epoch",
    message: "The draft was discarded while it was written. Record it as superseded.",
  });
};

/** What was left out is on record as proposed, not as done. */
const withoutLeft = (
  tools: readonly DecisionTool[],
  left: ReadonlySet<string>,
): readonly DecisionTool[] =>
  tools.map((call) =>
    call.outcome === "done" && left.has(call.name) ? { ...call, outcome: "proposed" } : call,
  );

const refuseWords = (effect: ReplyEffect) => {
  const texts =
    effect.kind === "superseded" || effect.kind === "shadow" || effect.kind === "keep"
      ? []
      : effect.kind === "hand-over"
        ? [effect.line, effect.draft?.text ?? null]
        : [effect.answer.text];
  return (
    texts
      .filter((text) => text !== null)
      .map((text) => refuseParts([{ type: "text", text }]))
      .find((refusal) => refusal !== null) ?? null
  );
};

const eventsOf = (
  row: LockedConversation,
  env: Envelope,
  decisionId: string,
  effect: ReplyEffect,
): PlannedEvent[] => {
  switch (effect.kind) {
    case "send":
      return [message(decisionId, effect.answer)];
    case "draft":
      return [draft(decisionId, effect.answer, effect.confidence, labelOf(row, effect))];
    case "keep":
      return [
        teamEvent({ type: "draft.kept", decisionId, draftId: effect.revision.of, why: effect.why }),
      ];
    case "superseded":
      return [teamEvent({ type: "reply.superseded", decisionId })];
    case "shadow":
      return row.holder === "ai" && row.epoch === env.epoch
        ? [handedOver(row.epoch + 1, effect.handOver)]
        : [];
    case "hand-over": {
      const { reason, detail, line, draft: kept, brief } = effect;
      const told = brief === undefined || brief === null ? {} : { brief };
      const epoch = row.epoch + 1;
      return [
        ...(line === null ? [] : [message(decisionId, { text: line, citations: [] })]),
        // After the line: the AI's own public words end a draft.
        ...(kept === null ? [] : [draft(decisionId, kept, kept.confidence)]),
        publicEvent({
          type: "conversation.handed-over",
          epoch,
          reason,
          detail,
          decisionId,
          ...told,
        }),
      ];
    }
  }
};

/** Without the decision: who may not see what the AI thought does not learn that it did. */
const handedOver = (epoch: number, reason: HandOverReason) =>
  publicEvent({
    type: "conversation.handed-over",
    epoch,
    reason,
    detail: null,
    decisionId: null,
  });

/**
 * Refuses what was decided under a looser mode than holds now, or under a version that no longer answers in the
 * conversation, and keeps both as they are until all is committed.
 */
const assertMode = async (tx: Tx, tenantId: string, decision: NewDecision) => {
  await shareModes(tx, tenantId);
  const holds = await readEffectiveMode(tx, decision.conversationId);
  if (holds !== null && isStricter(holds.mode, decision.mode)) throw new ModeTightened();
  if (decision.policyId === null) return;
  const answers = await readPolicyIn(tx, decision.conversationId);
  if (answers?.policyId !== decision.policyId || answers.version !== decision.policyVersion) {
    throw new PolicyReplaced();
  }
};

const message = (decisionId: string, { text, citations }: AnswerText) =>
  messageEvent({ parts: [{ type: "text", text }], note: false, citations, decisionId });

const draft = (
  decisionId: string,
  { text, citations }: AnswerText,
  confidence: number,
  revision?: AskedRevision,
) => {
  const asked =
    revision === undefined
      ? {}
      : { revision: { of: revision.of, instruction: revision.instruction } };
  return teamEvent({ type: "draft.proposed", decisionId, text, citations, confidence, ...asked });
};

/** The ask that a draft answers, while the draft it is about is the one that it replaces. */
const labelOf = (
  { draft: waits }: LockedConversation,
  { revision, carries }: Extract<ReplyEffect, { kind: "draft" }>,
): AskedRevision | undefined => {
  const asked = revision ?? carries;
  return waits !== null && asked?.of === waits.decisionId ? asked : undefined;
};

const revisionOf = (effect: ReplyEffect): AskedRevision | null =>
  effect.kind === "draft"
    ? (effect.revision ?? null)
    : effect.kind === "keep"
      ? effect.revision
      : null;

/**
 * Refuses as stale what was written for a draft that waits no more, or before custody changed; it does not matter
 * who holds the conversation, since no visitor reads it. A later ask is answered instead.
 */
const assertAsked = async (
  tx: Tx,
  env: Envelope,
  row: LockedConversation,
  { of, seq }: AskedRevision,
) => {
  if (env.epoch !== row.epoch || row.draft?.decisionId !== of) {
    throw new ActionRefused({
      kind: "stale_epoch",
      message: "The draft that was to be written anew waits no more. Record it as superseded.",
    });
  }
  const newest = await readRevisionAsked(tx, row.id, of);
  if (newest?.seq !== seq) throw new AskedAnew();
};

const inverseOf = (
  row: LockedConversation,
  decisionId: string,
  { kind }: ReplyEffect,
): Inverse | null => {
  const conversationId = row.id;
  switch (kind) {
    case "send":
      return { action: "retract", input: { conversationId, targetSeq: row.lastSeq + 1 } };
    case "draft":
      return { action: "discardDraft", input: { conversationId, decisionId } };
    case "hand-over":
      return { action: "handBack", input: { conversationId, note: null } };
    case "keep":
    case "superseded":
    case "shadow":
      return null;
  }
};
