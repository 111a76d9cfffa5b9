import type { WireError } from "#contract/ack.ts";
import type { BehaviourChange, BehaviourSums } from "#engine/behaviour/behaviour-diff.ts";

/** A line of what comparing two versions answers. */
export type BehaviourLine =
  | { readonly type: "change"; readonly change: BehaviourChange }
  | { readonly type: "end"; readonly sums: BehaviourSums }
  | { readonly type: "problem"; readonly problem: WireError };
