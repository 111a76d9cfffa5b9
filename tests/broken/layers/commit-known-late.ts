import { commitKnown as commitInTime } from "#engine/actions/commit-known.ts";
import { earlyOf } from "./answering-early.ts";

/** Answers as soon as everything is written, and commits later. */
export const commitKnown: typeof commitInTime = (deps, tenantId, acts) =>
  commitInTime({ ...deps, db: earlyOf(deps.db) }, tenantId, acts);
