import { setTimeout as wait } from "node:timers/promises";

/** How long to wait for something, and how often to look. Milliseconds. */
export type Patience = { readonly withinMs: number; readonly everyMs?: number };

/** Looks again and again until it is so. Throws with `what` when it has not come true in time. */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { withinMs, everyMs = 50 }: Patience,
): Promise<void> => {
  const endsAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() >= endsAt) throw new Error(`${what}: not within ${withinMs} ms`);
    await wait(everyMs);
  }
};
