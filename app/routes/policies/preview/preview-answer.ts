import type { Citation } from "#contract/conversation-event.ts";
import type { Decision } from "#contract/decision.ts";

/** What the page asks: the policy as it stands in the editor, and the conversation so far. */
export type PreviewQuestion = {
  readonly text: string;
  readonly question: string;
  /** What was said before, oldest first. */
  readonly history: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  readonly locale: "en" | "zh";
};

/** What becomes of a previewed answer. */
export type PreviewEffect =
  | { readonly kind: "send"; readonly text: string; readonly citations: readonly Citation[] }
  /** The team would see it first: the visitor reads nothing yet. */
  | { readonly kind: "draft"; readonly text: string }
  /** `line` is what the visitor reads; null when nothing is said. */
  | {
      readonly kind: "hand-over";
      readonly line: string | null;
      readonly reason: "asked" | "unsure" | "rule" | "failed" | "off";
    };

/** One line of the answer's stream. */
export type PreviewLine =
  | { readonly type: "words"; readonly text: string }
  /** Another model begins anew: what came before is void. */
  | { readonly type: "again" }
  | { readonly type: "end"; readonly effect: PreviewEffect; readonly decision: Decision }
  /** The answer could not be tried: the log of the server says why. */
  | { readonly type: "failed" }
  /** The page has problems: the editor shows them. */
  | { readonly type: "unreadable"; readonly problems: number };
