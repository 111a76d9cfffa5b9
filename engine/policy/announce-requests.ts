import type { ActionDeps } from "../actions/action-deps.ts";
import { announceLog } from "../runtime/announce-log.ts";

/** Tells, after the commit, that something else waits for a second person, or may need one: the console reads again. */
export const announceRequests = (
  { bus }: Pick<ActionDeps, "bus">,
  tenantId: string,
  position: number,
): void => {
  announceLog(bus, tenantId, position);
  bus.publish({ type: "policies", tenantId });
};
