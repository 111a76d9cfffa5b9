import { refreshModes } from "#db/writes/modes.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { announceModes } from "../modes/announce-modes.ts";
import { announceLog } from "../runtime/announce-log.ts";

/** Tells, after the commit, that a pointer has moved: answers under way look again, and the console reads again. */
export const announcePointer = async (
  deps: ActionDeps,
  tenantId: string,
  position: number,
): Promise<void> => {
  // In a transaction of its own: it locks conversations, which come before modes in the order of locks.
  await deps.db.tenant(tenantId, refreshModes);
  announceLog(deps.bus, tenantId, position);
  announceModes(deps, tenantId, null);
};
