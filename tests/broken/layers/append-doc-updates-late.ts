import { appendDocUpdates as appendInTime } from "#engine/docs/append-doc-updates.ts";
import { answeringEarly } from "./answering-early.ts";

/**
 * Changes are gathered for 30 ms and a node is killed while some are under way: those answered last are as
 * old as that, and must not be committed yet.
 */
const lateByMs = 200;

/** Answers as soon as the changes of a page are written, and commits them later. */
export const appendDocUpdates: typeof appendInTime = (deps, ...rest) =>
  appendInTime({ ...deps, db: answeringEarly(deps.db, lateByMs) }, ...rest);
