import { ActionRefused } from "./action-refused.ts";

/** Somebody asked for yet another draft meanwhile: the later ask is to be answered, and not this one. */
export class AskedAnew extends ActionRefused {
  constructor() {
    super({
      kind: "conflict",
      message: "Another draft was asked for meanwhile. Decide it again.",
    });
  }
}
