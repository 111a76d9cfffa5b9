import { readContactOf } from "#db/reads/conversations.ts";
import { moveReadMark, type ReadMark } from "#db/writes/read-marks.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { isId, noConversation } from "./check-envelope.ts";
import type { Envelope } from "./envelope.ts";
import type { Outcome } from "./outcome.ts";

/** How far the reader has read. */
export type MarkSeen = { readonly conversationId: string; readonly seq: number };

/**
 * Moves the reader's own mark; never back, never beyond the newest event. Visitors in their own
 * conversations, members of any role everywhere. Not an event: it tells the bus with `seen` when
 * the mark moved, and leaves no trace in the log.
 */
export const markSeen = async (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, seq }: MarkSeen,
): Promise<Outcome> => {
  const { tenantId, actor, dryRun } = env;
  if ((actor.kind !== "visitor" && actor.kind !== "member") || actor.id === null) {
    throw new ActionRefused({ kind: "forbidden", message: "Only people read." });
  }
  if (!isId(conversationId)) throw noConversation();
  if (!Number.isSafeInteger(seq) || seq < 0) {
    throw new ActionRefused({ kind: "invalid", message: "seq must be a whole number from 0." });
  }
  const by = actor.kind === "visitor" ? "visitor" : "team";
  const reader = actor.kind === "visitor" ? "visitor" : actor.id;
  const moved = await deps.db.tenant(tenantId, async (tx) => {
    const contactId = await readContactOf(tx, conversationId);
    const foreign = contactId === null || (by === "visitor" && contactId !== actor.id);
    if (foreign) throw noConversation();
    const mark: ReadMark = { conversationId, reader, seq };
    return dryRun ? null : moveReadMark(tx, tenantId, mark);
  });
  if (moved !== null) {
    deps.bus.publish({ type: "seen", tenantId, seen: { conversationId, by, seq: moved } });
  }
  return { seq: null, id: null, duplicate: false, events: [], inverse: null };
};
