/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Messages } from "../messages/en.ts";
import { earlierSeq } from "#app/sync/core/thread-state.ts";
import { custody, unreadCount, type WidgetState } from "../sync/widget-state.ts";
import { Icon, type IconName } from "./icon.tsx";
import { LiveReply } from "./live-reply.tsx";
import { type MessageActions, MessageView } from "./message-view.tsx";
import { dayName } from "./moment.ts";
import { threadItems, type NoticeItem, type ThreadItem } from "./thread-items.ts";
import { Welcome } from "./welcome.tsx";

/** Closer to the end than this counts as being at the end. */
const nearEndPx = 48;

type Props = {
  state: WidgetState;
  locale: "en" | "zh";
  t: Messages;
  /** Whether the view follows the end. The owner sets it when the visitor writes. */
  followsEnd: RefObject<boolean>;
  /** A source lies over the thread. */
  covered: boolean;
  onAsk: (question: string) => void;
  /** The same object at every drawing. */
  actions: MessageActions;
  onEarlier: () => Promise<boolean>;
  /** The end of the conversation is in view. */
  onSeen: () => void;
};

/** The conversation, scrolled to its end unless the visitor reads further up. */
export const ThreadView = (props: Props) => {
  const { state, locale, t, followsEnd, covered, actions, onAsk, onEarlier, onSeen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [announces, setAnnounces] = useState(false);
  const hasThread = state.thread !== null;
  // What is there from the start is not news: the log speaks from then on.
  useEffect(() => setAnnounces(hasThread), [hasThread]);

  const look = () => {
    const box = scroller.current;
    if (box === null) return;
    followsEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
    setAtEnd(followsEnd.current);
    if (followsEnd.current && !covered) onSeen();
  };
  const jump = () => {
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    look();
  };
  useLayoutEffect(() => {
    if (followsEnd.current) jump();
    else look();
  });
  // A notice or a growing composer makes the thread smaller: the end stays in view.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      if (followsEnd.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [followsEnd]);
  const showEarlier = async () => {
    const box = scroller.current;
    if (box === null) return;
    const fromEnd = box.scrollHeight - box.scrollTop;
    followsEnd.current = false;
    // Old messages are no news.
    setAnnounces(false);
    await onEarlier();
    requestAnimationFrame(() => {
      box.scrollTop = box.scrollHeight - fromEnd;
      setAnnounces(true);
    });
  };

  const { thread, outbox, link, teamSeenSeq } = state;
  // Words of an answer come many times a second: what is already said is not drawn again.
  const [rows, hasMessages] = useMemo(() => {
    const items = threadItems({ thread, outbox, link, teamSeenSeq });
    return [
      items.map((item) => <Row key={item.key} item={item} t={t} actions={actions} />),
      items.some(({ kind }) => kind === "message"),
    ];
  }, [thread, outbox, link, teamSeenSeq, t, actions]);
  const isWhole = state.thread !== null && earlierSeq(state.thread) === null;
  const unread = unreadCount(state);
  return (
    <div class="thread" inert={covered}>
      <div
        class="scroll"
        ref={scroller}
        onScroll={look}
        tabIndex={0}
        role="group"
        aria-label={t.log}
      >
        {state.thread !== null && !isWhole && (
          <button type="button" class="chip earlier" onClick={() => void showEarlier()}>
            {t.earlier}
          </button>
        )}
        {state.look !== null && isWhole && (
          <Welcome
            look={state.look}
            holder={hasMessages ? "ai" : custody(state).holder}
            locale={locale}
            t={t}
            onAsk={hasMessages ? null : onAsk}
          />
        )}
        <div role="log" aria-live={announces ? "polite" : "off"} aria-label={t.log}>
          {rows}
        </div>
        <LiveReply state={state} t={t} />
      </div>
      {!atEnd && (
        <button type="button" class="newest" onClick={jump}>
          <Icon name="down" size={14} />
          {unread > 0 ? t.newMessages(unread) : t.newest}
        </button>
      )}
    </div>
  );
};

type RowProps = { item: ThreadItem; t: Messages; actions: MessageActions };

const Row = ({ item, t, actions }: RowProps) => {
  if (item.kind === "message") return <MessageView item={item} t={t} actions={actions} />;
  if (item.kind === "notice") return <NoticeRow item={item} t={t} />;
  return (
    <p class="day">
      <time dateTime={item.at}>{dayName(item.at, t)}</time>
    </p>
  );
};

const NoticeRow = ({ item, t }: { item: NoticeItem; t: Messages }) => {
  const [icon, words] = noticeOf(item, t);
  return (
    <p class={`event ${item.notice}`}>
      <Icon name={icon} size={14} />
      {words}
    </p>
  );
};

const noticeOf = ({ notice, name }: NoticeItem, t: Messages): readonly [IconName, string] => {
  switch (notice) {
    case "handed-over":
      return ["handedOver", t.handedOver];
    case "joined":
      return ["person", t.joined(name ?? t.personUnnamed)];
    case "handed-back":
      return ["handedOver", t.handedBack];
    case "resolved":
      return ["sent", t.resolved];
  }
};
