import { newId } from "#app/sync/core/new-id.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import type { VisitorItem } from "./visitor-item.ts";

/** What a visitor has just done on this page, in the conversation shown, to be added to the outbox. */
export const newItem = (
  thread: ThreadState | null,
  did: Pick<VisitorItem, "kind" | "text" | "rating">,
): Omit<VisitorItem, "at" | "refused"> => ({
  clientId: newId(),
  conversationId: thread?.conversationId ?? null,
  page: globalThis.location?.pathname.slice(0, 500) ?? "",
  ...did,
});
