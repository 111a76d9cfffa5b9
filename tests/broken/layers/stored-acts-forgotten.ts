import { decideActs as decideKnowingly } from "#engine/actions/decide-acts.ts";

/** Knows of nothing that was stored before. */
export const decideActs: typeof decideKnowingly = (tx, acts, ground) =>
  decideKnowingly(tx, acts, { ...ground, stored: [] });
