import type { EventBody } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";

/** A draft of the AI that waits for a person, or that it has begun and not ended: then its words are not known here. */
export type PendingDraft = Omit<Extract<EventBody, { type: "draft.proposed" }>, "type"> & {
  readonly writing: boolean;
};

/** The draft that waits in a conversation; null when none does, or when its event is not on this page. */
export const pendingDraft = (row: ConversationRow, thread: ThreadState): PendingDraft | null => {
  if (row.draft === null) return null;
  const { decisionId } = row.draft;
  for (const { body } of thread.events.toReversed()) {
    if (body.type === "draft.proposed" && body.decisionId === decisionId) {
      return { ...body, writing: false };
    }
    if (body.type === "draft.begun" && body.decisionId === decisionId) {
      return { decisionId, text: "", citations: [], confidence: 0, writing: true };
    }
  }
  return null;
};
