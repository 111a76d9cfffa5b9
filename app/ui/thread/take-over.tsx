import { Trans } from "@lingui/react/macro";
import { PersonIcon } from "../icons.tsx";
import { KeyCap } from "../key-cap.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";

/** Takes the conversation over from the AI. */
export function TakeOver({ acts }: { readonly acts: ConversationActs }) {
  return (
    <button type="button" className="btn sm" onClick={acts.takeOver}>
      <PersonIcon size={12} />
      <Trans>Take over</Trans> <KeyCap keys="T" />
    </button>
  );
}
