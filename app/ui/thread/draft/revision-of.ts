import type { EventBody } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";

/** What became of the latest ask for another draft. */
export type DraftRevision =
  | { readonly state: "asked"; readonly name: string | null; readonly instruction: string }
  | { readonly state: "kept"; readonly why: Extract<EventBody, { type: "draft.kept" }>["why"] }
  /** The draft that waits came of it; `seq` is its own. */
  | { readonly state: "written"; readonly instruction: string; readonly seq: number };

/** Reads from a thread how the draft that waits was asked to be written anew; null when nobody asked. */
export const revisionOf = (row: ConversationRow, thread: ThreadState): DraftRevision | null => {
  const decisionId = row.draft?.decisionId;
  if (decisionId === undefined) return null;
  for (const { body, seq, actor, epoch } of thread.events.toReversed()) {
    // An ask that was stopped, or whose answer came too late.
    if (body.type === "reply.superseded") return null;
    if (body.type === "draft.kept" && body.draftId === decisionId) {
      return { state: "kept", why: body.why };
    }
    if (body.type === "draft.revision-asked" && body.decisionId === decisionId) {
      const isOpen = epoch === row.epoch && (row.mode === "draft" || row.mode === "auto");
      const { instruction } = body;
      return isOpen ? { state: "asked", name: actor.name, instruction } : null;
    }
    if (body.type === "draft.proposed" && body.decisionId === decisionId) {
      const asked = body.revision;
      return asked === undefined ? null : { state: "written", instruction: asked.instruction, seq };
    }
  }
  return null;
};
