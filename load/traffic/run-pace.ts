import { setTimeout as wait } from "node:timers/promises";

/** A stretch of time with one rate. */
export type Stage = { readonly seconds: number; readonly perSecond: number };

/**
 * Calls `fire` at a steady rate, stage after stage, whatever becomes of the calls before: an open
 * model. `fire` gets the moment it was due, by `performance.now()`; one that is late is not left out.
 * Resolves at the end of the last stage, or when `end` is given and comes first.
 */
export const runPace = async (
  stages: readonly Stage[],
  fire: (dueMs: number) => void,
  end?: AbortSignal,
): Promise<void> => {
  let stageStartMs = performance.now();
  for (const { seconds, perSecond } of stages) {
    const total = Math.round(seconds * perSecond);
    for (let fired = 0; fired < total;) {
      if (end?.aborted === true) return;
      const elapsedMs = performance.now() - stageStartMs;
      const due = Math.min(total, Math.floor((elapsedMs * perSecond) / 1000) + 1);
      for (; fired < due; fired += 1) fire(stageStartMs + (fired * 1000) / perSecond);
      if (fired < total) await wait(tickMs);
    }
    stageStartMs += seconds * 1000;
    await wait(Math.max(0, stageStartMs - performance.now()));
  }
};

const tickMs = 2;
