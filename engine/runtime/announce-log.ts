import type { EventBus } from "./event-bus.ts";

/** Tells consumers and the console, after the commit, that the tenant's log has moved on to a position. */
export const announceLog = (bus: EventBus, tenantId: string, position: number): void =>
  bus.publish({
    type: "committed",
    tenantId,
    conversationId: null,
    events: [],
    teamOnlySeqs: [],
    position,
  });
