import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { makeLocalHandlers } from "./local-handlers.ts";

/** The bus of a node that is alone: nothing leaves the process, so nothing is ever lost. */
export const makeMemoryBus = (log: Logger): EventBus => {
  const handlers = makeLocalHandlers<BusMessage>(log);
  return {
    publish: (message) => handlers.deliver(message),
    subscribe: (handler) => handlers.add(handler),
    onResync: () => () => {},
    close: async () => handlers.clear(),
  };
};
