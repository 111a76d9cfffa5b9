import type { Logger } from "#engine/runtime/log.ts";

/** Handlers of one kind of message in this process. One that throws never stops the others. */
export type LocalHandlers<Message> = {
  add(handler: (message: Message) => void): () => void;
  deliver(message: Message): void;
  clear(): void;
};

/** Makes an empty set of handlers. What a handler throws is logged and goes no further. */
export const makeLocalHandlers = <Message>(log: Logger): LocalHandlers<Message> => {
  const handlers = new Set<(message: Message) => void>();
  return {
    add: (handler) => {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const own = (message: Message) => handler(message);
      handlers.add(own);
      return () => void handlers.delete(own);
    },
    deliver: (message) => {
      for (const handler of handlers) {
        try {
          handler(message);
        } catch (error) {
          log.error({ err: error }, "a handler of the bus failed");
        }
      }
    },
    clear: () => handlers.clear(),
  };
};
