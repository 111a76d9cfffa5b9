import { memo } from "react";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Custody } from "./custody.ts";
import { HandOverCard } from "./hand-over-card.tsx";
import { MessageItem } from "./message-item.tsx";
import { SystemItem } from "./system-item.tsx";
import type { TeamMember } from "./thread.tsx";

/** What every entry of the log is drawn from. */
export type EventItemProps = {
  readonly event: ConversationEvent;
  readonly custody: Custody;
  readonly row: ConversationRow;
  readonly member: TeamMember;
  readonly why: string | null;
  readonly openWhy: (decisionId: string | null) => void;
  readonly litCitation: string | null;
  readonly setLitCitation: (chunkId: string | null) => void;
};

/** One event of the log: a message, or a node of the custody line. */
export const EventItem = memo(function EventItem(props: EventItemProps) {
  const { body } = props.event;
  if (body.type === "message.posted") return <MessageItem {...props} body={body} />;
  if (body.type !== "conversation.handed-over" || body.brief === undefined) {
    return <SystemItem {...props} />;
  }
  const { custody, event, row } = props;
  return (
    <>
      <SystemItem {...props} />
      <HandOverCard
        brief={body.brief}
        custody={custody}
        open={row.holder === "waiting" && row.epoch === event.epoch}
      />
    </>
  );
});
