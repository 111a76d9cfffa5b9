import { appendDocUpdates as appendInTime } from "#engine/docs/append-doc-updates.ts";
import { answeringEarly } from "./answering-early.ts";

/** Answers as soon as the changes of a page are written, and commits them later. */
export const appendDocUpdates: typeof appendInTime = (deps, ...rest) =>
  appendInTime({ ...deps, db: answeringEarly(deps.db) }, ...rest);
