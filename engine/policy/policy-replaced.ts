import { ActionRefused } from "../actions/action-refused.ts";

/** Another version answers in the conversation by now: what was decided under the one before is thought over. */
export class PolicyReplaced extends ActionRefused {
  constructor() {
    super({
      kind: "conflict",
      message:
        "Another version of the policy answers here by now than when this was decided. Decide it again.",
    });
  }
}
