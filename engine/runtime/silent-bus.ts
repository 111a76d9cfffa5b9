import type { EventBus } from "./event-bus.ts";

/**
 * A bus that reaches nobody, for commands and the demo. They change the database and end; what runs
 * meanwhile looks there again within seconds, as it does whenever the bus has lost something.
 */
export const openSilentBus = (): EventBus => ({
  publish: () => {},
  subscribe: () => () => {},
  onResync: () => () => {},
  close: () => Promise.resolve(),
});
