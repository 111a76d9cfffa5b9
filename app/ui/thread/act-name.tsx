import { Trans } from "@lingui/react/macro";

/** What the AI did, by the kind of the event. */
export function ActName({ type }: { readonly type: string }) {
  switch (type) {
    case "message.posted":
      return <Trans>Wrote to the visitor</Trans>;
    case "draft.proposed":
      return <Trans>Wrote a draft</Trans>;
    case "conversation.handed-over":
      return <Trans>Handed over to a person</Trans>;
    case "conversation.assigned":
      return <Trans>Assigned the conversation</Trans>;
    case "conversation.resolved":
      return <Trans>Closed the conversation</Trans>;
    case "conversation.reopened":
      return <Trans>Opened the conversation again</Trans>;
    case "conversation.tags-changed":
      return <Trans>Changed the tags</Trans>;
    default:
      return type;
  }
}
