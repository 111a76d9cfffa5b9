import type { ActionDeps } from "../actions/action-deps.ts";

/**
 * Tells, after the commit, that another mode may hold: in a conversation, or with null in all of the workspace.
 * Answers under way look again, the console reads again. Losing it loses nothing: whatever is done checks the mode
 * in its own transaction.
 */
export const announceModes = (
  { bus }: Pick<ActionDeps, "bus">,
  tenantId: string,
  conversationId: string | null,
): void => bus.publish({ type: "modes", tenantId, conversationId });
