import type { StoredEvent } from "#db/reads/stored-event.ts";
import { ActionRefused } from "./action-refused.ts";

/** The refusal of what is asked of a draft that waits no more. `end` is what ended it; null when it was replaced. */
export const draftGone = (end: StoredEvent | null): ActionRefused => {
  const how = end === null ? "replaced" : end.body.type === "message.posted" ? "sent" : "discarded";
  const by = end?.actor.name == null ? "" : ` by ${end.actor.name}`;
  return new ActionRefused({
    kind: "conflict",
    message: `This draft is gone: it was ${how}${by}.`,
  });
};
