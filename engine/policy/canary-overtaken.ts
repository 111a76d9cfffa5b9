import type { Tx } from "#db/client.ts";
import { readCanary, readCanaryMove, readStoppedCanary } from "#db/reads/policy-moves.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** What became of the canary meanwhile: it stopped by itself, somebody set another, or ended it. */
export type CanaryNow = "stopped" | "set" | "ended";

/** The canary's pointer moved after somebody looked at it. */
export class CanaryOvertaken extends ActionRefused {
  readonly now: CanaryNow;

  constructor(now: CanaryNow) {
    super({ kind: "conflict", message: canaryOvertaken[now].en });
    this.now = now;
  }
}

/** What to tell people, in the languages of Xin. Each names the fix. */
export const canaryOvertaken = {
  stopped: {
    en: "The canary stopped by itself meanwhile: it was clearly worse. Look at what showed it, then start it again or set another.",
    zh: "金丝雀刚刚因明显更差而自动停止。请先查看依据，再重新开始或另设一个。",
  },
  set: {
    en: "Somebody set the canary meanwhile. Look at it, then decide again.",
    zh: "刚刚有人设置了金丝雀。请先查看，再作决定。",
  },
  ended: {
    en: "Somebody ended the canary meanwhile. Set it anew if you still want it.",
    zh: "刚刚有人结束了金丝雀。如仍需要，请重新设置。",
  },
} as const;

/**
 * Refuses, as CanaryOvertaken, what was decided about a canary before its pointer moved; `seen` is its newest move
 * then (0 for none ever), and without it nothing is refused. The modes must be locked.
 */
export const requireCanarySeen = async (tx: Tx, seen: number | undefined): Promise<void> => {
  if (seen === undefined || (await readCanaryMove(tx)) === seen) return;
  if ((await readCanary(tx)) !== null) throw new CanaryOvertaken("set");
  throw new CanaryOvertaken((await readStoppedCanary(tx)) === null ? "ended" : "stopped");
};
