import { commitActs as commitInTime } from "#engine/actions/commit-acts.ts";
import { earlyOf } from "./answering-early.ts";

export { rehearseAct } from "#engine/actions/commit-acts.ts";

/** Answers as soon as everything is written, and commits later. */
export const commitActs: typeof commitInTime = (deps, tenantId, acts) =>
  commitInTime({ ...deps, db: earlyOf(deps.db) }, tenantId, acts);
