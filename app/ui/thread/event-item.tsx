import { memo } from "react";
import { HandOverCard } from "./hand-over-card.tsx";
import { MessageItem } from "./message-item.tsx";
import { SystemItem } from "./system-item.tsx";
import type { EventItemProps } from "./event-item-props.ts";

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
