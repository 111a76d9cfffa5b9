/** What a person did after a decision. */
export type ReactionKind =
  | "approved"
  | "edited"
  | "rejected"
  | "took_over"
  | "undone"
  | "reopened"
  | "replied";

/** One thing people did after a decision, as the conversation's log tells it. */
export type DecisionReaction = {
  readonly kind: ReactionKind;
  /** The event that says so. */
  readonly seq: number;
  readonly by: {
    readonly kind: "visitor" | "member" | "ai" | "automation" | "api" | "system";
    readonly id: string | null;
    /** Null for a visitor, and for whom the workspace does not know any more. */
    readonly name: string | null;
  };
  /** Of a draft that was sent: characters put in, taken out or changed; null for everything else. */
  readonly editDistance: number | null;
  /** Of a draft that was sent: how many characters it had; null for everything else. */
  readonly draftLength: number | null;
  /** Of a draft that was sent: words put in, taken out or changed, and how many it had; else null. */
  readonly wordsChanged: number | null;
  readonly draftWords: number | null;
  /** Of a draft that was sent or discarded: how long it had waited, in milliseconds; else null. */
  readonly waitedMs: number | null;
  /** Why a draft was discarded, when somebody said so. */
  readonly reason: string | null;
  readonly at: string;
};
