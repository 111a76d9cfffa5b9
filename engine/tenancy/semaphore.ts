import { ActionRefused } from "../actions/action-refused.ts";

/**
 * Runs at most `running` pieces of work at once and lets `waiting` more queue, in order. One more is
 * refused as `overloaded`: a flood must not grow a queue without end.
 */
export const makeSemaphore = (limits: { readonly running: number; readonly waiting: number }) => {
  let running = 0;
  const queue: (() => void)[] = [];

  const enter = () => {
    if (running < limits.running) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.length >= limits.waiting) {
      throw new ActionRefused({
        kind: "overloaded",
        message: "Too many sign-ins at once. Try again in a few seconds.",
        retryAfterMs: 3000,
      });
    }
    return new Promise<void>((resolve) => queue.push(resolve));
  };

  const leave = () => {
    const next = queue.shift();
    // The place is handed on, so that nobody slips in between.
    if (next === undefined) running -= 1;
    else next();
  };

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
