import type { EventBody } from "./conversation-event.ts";

/** What the AI did by a decision, and whether it can be taken back now. */
export type DecisionAct = {
  readonly conversationId: string;
  readonly seq: number;
  readonly type: EventBody["type"];
  /** Whether the conversation stands afterwards as before, or what was seen is taken back for all to see. */
  readonly way: "inverse" | "compensation" | "approval" | "nothing";
  readonly state: "can" | "cannot" | "undone";
  /** Why it cannot be taken back. */
  readonly why: string | null;
  /** The event that stands in the way. */
  readonly whySeq: number | null;
};
