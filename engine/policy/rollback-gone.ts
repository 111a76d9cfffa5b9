import { ActionRefused } from "../actions/action-refused.ts";
import type { Gone } from "./read-gone.ts";

/** Going back to a version that was written with something that is gone: whoever does it should know. */
export class RollbackGone extends ActionRefused {
  readonly gone: Gone;

  constructor(version: number, gone: Gone) {
    const named = gone.named.map(({ line, en }) => `line ${line}: ${en}`);
    const sources = gone.sources.map((title) => `the source "${title}" was deleted`);
    super({
      kind: "conflict",
      message: `v${version} was written with what is gone: ${[...named, ...sources].join("; ")}. Say that you accept this, or mend the page in a new version.`,
    });
    this.gone = gone;
  }
}
