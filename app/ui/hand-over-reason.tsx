import { Trans } from "@lingui/react/macro";
import type { ConversationRow } from "#contract/conversation-row.ts";

type Reason = NonNullable<ConversationRow["waitingReason"]>;

/** Why a conversation waits for a person, in two or three words. */
export function HandOverReason({ reason }: { readonly reason: Reason }) {
  switch (reason) {
    case "asked":
      return <Trans>Asked for a person</Trans>;
    case "unsure":
      return <Trans>AI is not sure</Trans>;
    case "rule":
      return <Trans>Needs a person</Trans>;
    case "failed":
      return <Trans>AI could not answer</Trans>;
    case "off":
      return <Trans>AI is off</Trans>;
  }
}
