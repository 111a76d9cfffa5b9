import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import { useInbox, useInboxStore } from "#app/sync/use-inbox.tsx";
import { useInBrowser } from "../clock-time.tsx";
import { ChevronDownIcon } from "../icons.tsx";
import { dayName } from "../time-format.ts";
import { custodyAfter, type Custody } from "./custody.ts";
import { EventItem } from "./event-item.tsx";
import { PendingItem } from "./pending-item.tsx";
import { StreamingItem } from "./streaming-item.tsx";
import { TypingItem } from "./typing-item.tsx";
import type { TeamMember } from "./team-member.ts";

type Props = {
  readonly row: ConversationRow;
  readonly thread: ThreadState;
  readonly member: TeamMember;
  readonly why: string | null;
  readonly openWhy: (decisionId: string | null) => void;
  readonly litCitation: string | null;
  readonly setLitCitation: (chunkId: string | null) => void;
};

/** How close to the end still counts as reading the end, in CSS pixels. */
const endSlack = 80;
/** So many messages that wait are shown: the ones written last. */
const maxWaiting = 200;
/** How long the end must be in view before it counts as read, in milliseconds. */
const readAfterMs = 1_000;

/** The log of a conversation, oldest first, with the custody line down its left. */
export function EventLog(props: Props) {
  const { row, thread, member } = props;
  const { t, i18n } = useLingui();
  const store = useInboxStore();
  const inBrowser = useInBrowser();
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [newer, setNewer] = useState(0);
  const [older, setOlder] = useState<"more" | "loading" | "none">(
    (thread.events[0]?.seq ?? 1) > 1 ? "more" : "none",
  );
  const pending = useInbox((state) => state.pending)
    .filter(({ conversationId }) => conversationId === row.id)
    .slice(-maxWaiting);
  const written = useInbox((state) => state.streams.get(row.id));
  // What is written into the shared draft shows there.
  const stream = written?.decisionId === row.draft?.decisionId ? undefined : written;
  const count = thread.events.length + pending.length;
  const seenCount = useRef(count);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    if (atEnd.current) box.scrollTop = box.scrollHeight;
    else if (count > seenCount.current) setNewer((n) => n + count - seenCount.current);
    seenCount.current = count;
  }, [count, stream?.text]);

  // A window that grows or shrinks keeps the end in view.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const mark = () => {
      const reading =
        document.visibilityState === "visible" && document.hasFocus() && atEnd.current;
      if (reading) store?.markSeen(row.id, thread.lastSeq);
    };
    const timer = setTimeout(mark, readAfterMs);
    addEventListener("focus", mark);
    return () => {
      clearTimeout(timer);
      removeEventListener("focus", mark);
    };
  }, [store, row.id, thread.lastSeq, newer]);

  const toEnd = () => {
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
  };

  const loadOlder = async (): Promise<void> => {
    const first = thread.events[0]?.seq ?? 1;
    const box = scroller.current;
    if (older !== "more" || first <= 1 || box === null) return;
    setOlder("loading");
    const answer = await fetch(`/threads/${row.id}/events?before=${first}`).catch(() => undefined);
    if (answer?.ok !== true) return setOlder("more");
    const { events } = (await answer.json()) as { events: readonly ConversationEvent[] };
    const fromEnd = box.scrollHeight - box.scrollTop;
    store?.prepend(row.id, events);
    seenCount.current += events.length;
    requestAnimationFrame(() => {
      box.scrollTop = box.scrollHeight - fromEnd;
    });
    setOlder((events[0]?.seq ?? 1) > 1 ? "more" : "none");
  };

  const onScroll = () => {
    const box = scroller.current;
    if (box === null) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < endSlack;
    if (atEnd.current && newer > 0) setNewer(0);
    if (box.scrollTop < 200) void loadOlder();
  };

  let custody: Custody = "ai";
  let day = "";
  return (
    <div className="log-place">
      <div
        className="thread"
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label={t`Messages`}
        tabIndex={0}
      >
        {older === "none" ? null : (
          <p className="thread-older i3 xs">
            <Trans>Loading earlier messages</Trans>
          </p>
        )}
        {thread.events.map((event) => {
          custody = custodyAfter(custody, event);
          const eventDay = inBrowser ? dayName(i18n, event.at) : "";
          const newDay = eventDay !== day;
          day = eventDay;
          return (
            <Fragment key={event.seq}>
              {newDay && eventDay !== "" ? <div className="day">{eventDay}</div> : null}
              <EventItem event={event} custody={custody} {...props} />
            </Fragment>
          );
        })}
        {pending.map((message) => (
          <PendingItem key={message.clientId} message={message} member={member} />
        ))}
        {stream === undefined ? null : <StreamingItem stream={stream} />}
        <TypingItem conversationId={row.id} memberId={member.id} />
      </div>
      {newer > 0 ? (
        <button type="button" className="newer" onClick={toEnd}>
          <ChevronDownIcon size={14} />
          <Plural value={newer} one="# newer" other="# newer" />
        </button>
      ) : null}
    </div>
  );
}
