import type { Citation, EventBody } from "#contract/conversation-event.ts";
import type { Tx } from "#db/client.ts";
import { readDraftEnd, readDraftProposed } from "#db/reads/events.ts";
import { recordDraftOutcome } from "#db/writes/draft-outcome.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { assertSeen } from "./assert-seen.ts";
import { assertWritten } from "./assert-written.ts";
import { draftGone } from "./draft-gone.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, people } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { messageEvent, messagePlan, refuseParts, takenOver } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";
import { saysTheSame } from "./says-the-same.ts";

/** The draft as it is or as it was edited. `seenSeq` as in `postMessage`. */
export type ApproveDraft = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly text: string;
  readonly seenSeq?: number;
};

/**
 * A person sends the AI's draft. The message is the person's and points to the AI's decision, which
 * is recorded as approved. The AI keeps a conversation it holds; one that waits becomes the
 * person's. Refused as `conflict` when the draft is gone, is still being written, or is shared and no longer reads
 * as `text`; else as `postMessage`.
 */
export const approveDraft = (
  deps: ActionDeps,
  env: Envelope,
  input: ApproveDraft,
): Promise<Outcome> => {
  const { conversationId, decisionId, text, seenSeq } = input;
  const parts = [{ type: "text", text }] as const;
  return runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, people)) ?? refuseParts(parts),
    opening: null,
    decide: async (state, tx) => {
      const { row } = state;
      assertEpoch(env, row);
      if (row.draft?.decisionId !== decisionId) {
        throw draftGone(await readDraftEnd(tx, conversationId, decisionId));
      }
      await assertWritten(tx, decisionId);
      await assertText(tx, input);
      if (seenSeq !== undefined) await assertSeen(tx, state, seenSeq, env.actor.id);
      const proposed = await readProposal(tx, input);
      const citations = stillCited(proposed, text);
      const verdict = proposed !== null && saysTheSame(proposed.text, text) ? "approved" : "edited";
      const message = messageEvent({ parts, note: false, citations, decisionId });
      const events = row.holder === "waiting" ? [takenOver(row, env), message] : [message];
      const messageSeq = row.lastSeq + events.length;
      return messagePlan(row, events, (write) =>
        recordDraftOutcome(write, env.tenantId, decisionId, {
          outcome: "approved",
          messageSeq,
          verdict,
        }),
      );
    },
  });
};

/** Refuses a text that is not the shared one: the sender has not seen what others wrote. */
const assertText = async (tx: Tx, { decisionId, text }: ApproveDraft): Promise<void> => {
  const shared = await lockedDoc(tx, { kind: "draft", id: decisionId });
  if (shared === null || !shared.changed || shared.text.toJSON() === text) return;
  throw new ActionRefused({
    kind: "conflict",
    message: "Somebody changed the draft meanwhile. Nothing was sent: read it and send it again.",
  });
};

type Proposal = Extract<EventBody, { type: "draft.proposed" }>;

const readProposal = async (
  tx: Tx,
  { conversationId, decisionId }: ApproveDraft,
): Promise<Proposal | null> => {
  const proposed = await readDraftProposed(tx, conversationId, decisionId);
  return proposed?.body.type === "draft.proposed" ? proposed.body : null;
};

/** The draft's citations whose number is still in the text; all of them when it never had numbers. */
const stillCited = (proposed: Proposal | null, text: string): readonly Citation[] => {
  if (proposed === null) return [];
  const { citations, text: draft } = proposed;
  const marked = citations.some(({ n }) => draft.includes(`[${n}]`));
  return marked ? citations.filter(({ n }) => text.includes(`[${n}]`)) : citations;
};
