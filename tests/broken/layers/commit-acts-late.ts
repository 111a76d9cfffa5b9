import { commitActs as commitInTime } from "#engine/actions/commit-acts.ts";
import { answeringEarly } from "./answering-early.ts";

export { rehearseAct } from "#engine/actions/commit-acts.ts";

/** Answers as soon as everything is written, and commits later. */
export const commitActs: typeof commitInTime = (deps, tenantId, acts) =>
  commitInTime({ ...deps, db: answeringEarly(deps.db) }, tenantId, acts);
