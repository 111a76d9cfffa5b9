import { ActionRefused } from "../actions/action-refused.ts";

/** The AI may do less by now than when it began: what it was about to do must be thought over, not recorded as late. */
export class ModeTightened extends ActionRefused {
  constructor() {
    super({
      kind: "conflict",
      message: "The AI may do less here by now than when this was decided. Decide it again.",
    });
  }
}
