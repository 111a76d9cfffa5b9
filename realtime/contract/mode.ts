import { Schema } from "effect";
import { Id } from "./ids.ts";

/**
 * How far the AI may go, from the strictest: nothing; deciding silently, to be compared with what people send;
 * drafts that people send; answers of its own.
 */
export const Mode = Schema.Literals(["off", "shadow", "draft", "auto"]);
export type Mode = typeof Mode.Type;

/** Which mode is the strictest: `fallback` holds answers back after too many that people did not let stand. */
export const ModeReason = Schema.Literals([
  "policy",
  "workspace",
  "channel",
  "conversation",
  "fallback",
]);
export type ModeReason = typeof ModeReason.Type;

/** The mode that holds, and whose it is. */
export type EffectiveMode = { readonly mode: Mode; readonly reason: ModeReason };

/** Set how far the AI may go in one conversation; null sets nothing. A stricter mode elsewhere still holds. */
export const ConversationSetMode = Schema.Struct({
  conversationId: Id,
  clientId: Id,
  mode: Schema.NullOr(Mode),
});
export type ConversationSetMode = typeof ConversationSetMode.Type;

/** The mode of the workspace or of a channel was changed, or answers fell back to drafts: rows and pages are read again. */
export const ModesChanged = Schema.Struct({});
export type ModesChanged = typeof ModesChanged.Type;

/** What waits for a second person before a policy's pointer moves has changed: pages are read again. */
export const PoliciesChanged = Schema.Struct({});
export type PoliciesChanged = typeof PoliciesChanged.Type;
